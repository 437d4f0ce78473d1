import io.kurrent.dbclient.Position;
import io.kurrent.dbclient.ResolvedEvent;
import io.kurrent.dbclient.SubscribeToAllOptions;
import io.kurrent.dbclient.SubscribeToStreamOptions;
import io.kurrent.dbclient.Subscription;
import io.kurrent.dbclient.SubscriptionFilter;
import io.kurrent.dbclient.SubscriptionFilterBuilder;
import io.kurrent.dbclient.SubscriptionListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A subscription, and in words what came of it. */
final class Follower extends SubscriptionListener implements AutoCloseable {
  private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();
  final BlockingQueue<Position> checkpoints = new LinkedBlockingQueue<>();
  private Subscription subscription;

  static Follower ofStream(World world, String stream, SubscribeToStreamOptions options) throws Exception {
    var follower = new Follower();
    follower.subscription = World.get(world.client.subscribeToStream(stream, follower, options));
    return follower;
  }

  static Follower ofAll(World world, SubscribeToAllOptions options, SubscriptionFilterBuilder filter) throws Exception {
    var follower = new Follower();
    SubscriptionFilter counted = filter.withCheckpointer((subscription, position) -> {
      follower.checkpoints.add(position);
      return CompletableFuture.completedFuture(null);
    }).build();
    follower.subscription = World.get(world.client.subscribeToAll(follower, options.filter(counted)));
    return follower;
  }

  @Override
  public void onEvent(Subscription subscription, ResolvedEvent found) {
    var event = found.getEvent() == null ? found.getLink() : found.getEvent();
    boolean isEnd = event.getEventType().equals("$streamDeleted");
    came.add(event.getStreamId() + "@" + (isEnd ? "end" : event.getRevision()) + (found.getLink() == null ? "" : " by a link"));
  }

  @Override
  public void onCaughtUp(Subscription subscription, Instant at, Long revision, Position position) {
    came.add("caught up");
  }

  @Override
  public void onCancelled(Subscription subscription, Throwable failure) {
    came.add(Report.failureOf(failure));
  }

  List<Object> next(int count) throws Exception {
    var next = new ArrayList<Object>();
    for (int n = 0; n < count; n++) next.add(World.take(came));
    return next;
  }

  @Override
  public void close() {
    subscription.stop();
  }
}
