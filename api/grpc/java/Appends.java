import static io.kurrent.dbclient.StreamState.any;
import static io.kurrent.dbclient.StreamState.noStream;
import static io.kurrent.dbclient.StreamState.streamExists;
import static io.kurrent.dbclient.StreamState.streamRevision;

import io.kurrent.dbclient.AppendToStreamOptions;
import io.kurrent.dbclient.EventData;
import io.kurrent.dbclient.EventDataBuilder;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.WriteResult;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** 4.1 and 4.7: what is expected of a stream, and what is in an event. */
final class Appends {
  private Appends() {}

  private static final int LARGEST = 1_048_576;

  static void run(World world) throws Exception {
    Report.check("4.1 appends with no stream, a revision, a stream and nothing expected", () -> List.of(
      world.after("append-1", noStream(), World.event()),
      world.after("append-1", streamRevision(0), World.event()),
      world.after("append-1", streamExists(), World.event()),
      world.after("append-1", any(), World.events(2))));
    Report.check("4.1 the position of an append is that of its last event", () -> {
      WriteResult written = world.append("append-2", noStream(), World.events(3));
      return written.getLogPosition().equals(world.positionOf("append-2", 2))
        && written.getLogPosition().getCommitUnsigned() == written.getLogPosition().getPrepareUnsigned();
    });
    world.streamOf("append-3", 3);
    Report.check("4.1 no stream expected where there is one", () -> world.after("append-3", noStream(), World.event()));
    Report.check("4.1 another revision expected", () -> world.after("append-3", streamRevision(7), World.event()));
    Report.check("4.1 a stream expected where there is none", () -> world.after("append-none", streamExists(), World.event()));
    Report.check("4.1 a revision expected where there is no stream", () -> world.after("append-none", streamRevision(4), World.event()));
    Report.check("4.1 of ten appends at once that expect no stream one succeeds", () -> atOnce(world));
    Report.check("4.1 an append of nothing", () -> List.of(
      world.after("append-4", noStream()), Report.told(() -> world.revisions("append-4")), world.after("append-3", any())));
    Report.check("4.1 a stream without a name", () -> world.after("", any(), World.event()));
    Report.check("4.1 an event without a type", () -> world.after("append-5", any(), World.event(UUID.randomUUID(), "")));
    Report.check("4.1 names in any script, ids and bytes as they were given", () -> bytes(world));
    Report.check("4.7 as many bytes as an append may have", () -> world.after("append-6", noStream(), binary(LARGEST)));
    Report.check("4.7 one byte more", () -> world.after("append-7", noStream(), binary(LARGEST / 2), binary(LARGEST / 2 + 1)));
    Report.check("4.7 of which nothing is written", () -> world.revisions("append-7"));
  }

  private static EventData binary(int length) {
    return EventDataBuilder.binary("Noted", new byte[length]).build();
  }

  private static Object atOnce(World world) throws Exception {
    var answers = new ArrayList<CompletableFuture<WriteResult>>();
    for (int n = 0; n < 10; n++)
      answers.add(world.client.appendToStream("append-8", AppendToStreamOptions.get().streamState(noStream()), World.event()));
    int succeeded = 0;
    var failures = new ArrayList<Object>();
    for (var answer : answers) {
      Object told = Report.told(() -> Report.wordOf(World.get(answer).getNextExpectedRevision()));
      if (told.equals(0L)) succeeded++;
      else failures.add(((Map<?, ?>) told).get("actual"));
    }
    return List.of(succeeded, failures);
  }

  private static Object bytes(World world) throws Exception {
    byte[] every = new byte[256];
    for (int n = 0; n < every.length; n++) every[n] = (byte) n;
    world.append("追加-9", noStream(),
      EventDataBuilder.binary(UUID.fromString("01234567-89ab-4def-8123-456789abcdef"), "已记录", every).metadataAsBytes(every).build(),
      EventDataBuilder.json(UUID.fromString("fedcba98-7654-4210-bedc-ba9876543210"), "Noted", World.bytes(" { \"n\" : 1.0 } ")).build(),
      EventDataBuilder.json(UUID.fromString("00000000-0000-4000-8000-000000000000"), "Noted", World.bytes("{no json")).build());
    return world.read("追加-9", ReadStreamOptions.get()).stream().map(found -> {
      var event = found.getOriginalEvent();
      var said = new LinkedHashMap<String, Object>();
      said.put("stream", event.getStreamId());
      said.put("id", event.getEventId().toString());
      said.put("type", event.getEventType());
      said.put("contentType", event.getContentType());
      said.put("data", Base64.getEncoder().encodeToString(event.getEventData()));
      said.put("metadata", Base64.getEncoder().encodeToString(event.getUserMetadata()));
      return said;
    }).toList();
  }
}
