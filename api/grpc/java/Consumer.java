import io.kurrent.dbclient.NackAction;
import io.kurrent.dbclient.PersistentSubscription;
import io.kurrent.dbclient.PersistentSubscriptionListener;
import io.kurrent.dbclient.ResolvedEvent;
import io.kurrent.dbclient.SubscribePersistentSubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One of those who share a group, and what it was given. */
final class Consumer extends PersistentSubscriptionListener implements AutoCloseable {
  record Given(int retries, ResolvedEvent event) {
    String of() {
      return event.getEvent().getStreamId() + "@" + event.getEvent().getRevision();
    }

    String word() {
      return of() + (retries == 0 ? "" : " again " + retries);
    }
  }

  final BlockingQueue<Given> given = new LinkedBlockingQueue<>();
  final BlockingQueue<Object> ended = new LinkedBlockingQueue<>();
  private PersistentSubscription subscription;

  static Consumer ofStream(World world, String stream, String group, int bufferSize) throws Exception {
    var consumer = new Consumer();
    var options = SubscribePersistentSubscriptionOptions.get().bufferSize(bufferSize);
    consumer.subscription = World.get(world.groups.subscribeToStream(stream, group, options, consumer));
    return consumer;
  }

  static Consumer ofAll(World world, String group) throws Exception {
    var consumer = new Consumer();
    consumer.subscription = World.get(world.groups.subscribeToAll(group, consumer));
    return consumer;
  }

  @Override
  public void onEvent(PersistentSubscription subscription, int retryCount, ResolvedEvent event) {
    given.add(new Given(retryCount, event));
  }

  @Override
  public void onCancelled(PersistentSubscription subscription, Throwable failure) {
    if (failure != null) ended.add(Report.failureOf(failure));
  }

  Given next() throws Exception {
    return World.take(given);
  }

  void ack(Given each) {
    subscription.ack(each.event());
  }

  void nack(Given each, NackAction action, String reason) {
    subscription.nack(action, reason, each.event());
  }

  /** The next so many, each acknowledged. */
  List<String> acknowledge(int count) throws Exception {
    var words = new ArrayList<String>();
    for (int n = 0; n < count; n++) {
      Given each = next();
      ack(each);
      words.add(each.word());
    }
    return words;
  }

  @Override
  public void close() {
    subscription.stop();
  }
}
