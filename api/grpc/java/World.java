import io.kurrent.dbclient.AppendToStreamOptions;
import io.kurrent.dbclient.EventData;
import io.kurrent.dbclient.EventDataBuilder;
import io.kurrent.dbclient.KurrentDBClient;
import io.kurrent.dbclient.KurrentDBConnectionString;
import io.kurrent.dbclient.KurrentDBPersistentSubscriptionsClient;
import io.kurrent.dbclient.Position;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.ResolvedEvent;
import io.kurrent.dbclient.StreamState;
import io.kurrent.dbclient.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The client, and what most checks do with it. */
final class World implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  final KurrentDBClient client;
  final KurrentDBPersistentSubscriptionsClient groups;

  World(String connection) {
    String patient = connection + "&defaultDeadline=" + PATIENCE_SECONDS * 1_000 + "&gossipTimeout=" + PATIENCE_SECONDS * 1_000;
    client = KurrentDBClient.create(KurrentDBConnectionString.parseOrThrow(patient));
    groups = KurrentDBPersistentSubscriptionsClient.from(client);
  }

  @Override
  public void close() {
    client.shutdown().join();
  }

  static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Of calls that answer with nothing; the client leaves out of what type. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  static String done(CompletableFuture answer) throws Exception {
    get(answer);
    return "done";
  }

  static <T> T take(BlockingQueue<T> queue) throws Exception {
    T item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (item == null) throw new IllegalStateException("nothing came");
    return item;
  }

  static void until(Callable<Boolean> holds) throws Exception {
    long patientUntilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!holds.call()) {
      if (System.nanoTime() > patientUntilNanos) throw new IllegalStateException("it never held");
      Thread.sleep(20);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static EventData event(UUID id, String type) {
    return EventDataBuilder.json(id, type, bytes("{\"n\":1}")).build();
  }

  static EventData event() {
    return event(UUID.randomUUID(), "Noted");
  }

  static EventData[] events(UUID... ids) {
    return List.of(ids).stream().map(id -> event(id, "Noted")).toArray(EventData[]::new);
  }

  static EventData[] events(int count) {
    return IntStream.range(0, count).mapToObj(n -> event()).toArray(EventData[]::new);
  }

  WriteResult append(String stream, StreamState expected, EventData... events) throws Exception {
    return get(client.appendToStream(stream, AppendToStreamOptions.get().streamState(expected), events));
  }

  /** What is to be expected of the stream after an append, in a word or number. */
  Object after(String stream, StreamState expected, EventData... events) throws Exception {
    return Report.wordOf(append(stream, expected, events).getNextExpectedRevision());
  }

  /** A stream with so many events. */
  String streamOf(String stream, int count) throws Exception {
    append(stream, StreamState.noStream(), events(count));
    return stream;
  }

  List<ResolvedEvent> read(String stream, ReadStreamOptions options) throws Exception {
    return get(client.readStream(stream, options)).getEvents();
  }

  List<Long> revisions(String stream, ReadStreamOptions options) throws Exception {
    return read(stream, options).stream().map(found -> found.getOriginalEvent().getRevision()).toList();
  }

  List<Long> revisions(String stream) throws Exception {
    return revisions(stream, ReadStreamOptions.get());
  }

  Position positionOf(String stream, long revision) throws Exception {
    return read(stream, ReadStreamOptions.get().fromRevision(revision).maxCount(1)).get(0).getOriginalEvent().getPosition();
  }
}
