import static io.kurrent.dbclient.StreamState.noStream;

import io.kurrent.dbclient.Position;
import io.kurrent.dbclient.ReadAllOptions;
import io.kurrent.dbclient.ReadResult;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.ResolvedEvent;
import io.kurrent.dbclient.StreamMetadata;
import io.kurrent.dbclient.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** 4.3: reads of streams and of the whole log. */
final class Reads {
  private Reads() {}

  static void run(World world) throws Exception {
    String stream = world.streamOf("read-1", 5);
    Report.check("4.3 forwards", () -> world.revisions(stream, options()));
    Report.check("4.3 backwards from the end", () -> world.revisions(stream, options().backwards().fromEnd()));
    Report.check("4.3 two forwards from a revision, that one included", () -> world.revisions(stream, options().fromRevision(2).maxCount(2)));
    Report.check("4.3 backwards from a revision, that one included", () -> world.revisions(stream, options().backwards().fromRevision(2)));
    Report.check("4.3 backwards from beyond the end begins at the last", () -> world.revisions(stream, options().backwards().fromRevision(9)));
    Report.check("4.3 forwards from beyond the end: nothing, and where the stream would go on and ends", () -> {
      ReadResult read = World.get(world.client.readStream(stream, options().fromRevision(9)));
      return List.of(read.getEvents().size(), read.getFirstStreamPosition(), read.getLastStreamPosition());
    });
    Report.check("4.3 a read says where the stream ends", () ->
      World.get(world.client.readStream(stream, options().maxCount(2))).getLastStreamPosition());
    Report.check("4.3 none of a stream", () -> world.revisions(stream, options().maxCount(0)));
    Report.check("4.3 a stream forwards from its end", () -> world.revisions(stream, options().fromEnd()));
    Report.check("4.3 a missing stream, forwards", () -> world.revisions("read-none", options()));
    Report.check("4.3 a missing stream, backwards", () -> world.revisions("read-none", options().backwards().fromEnd()));
    Report.check("4.3 a stream with only metadata is missing", () -> {
      var metadata = new StreamMetadata();
      metadata.setMaxCount(5L);
      World.get(world.client.setStreamMetadata("read-2", metadata));
      return world.revisions("read-2", options());
    });
    Report.check("4.3 an event: one position, the time it was recorded at, no metadata", () -> {
      ResolvedEvent found = world.read(stream, options().maxCount(1)).get(0);
      Position position = found.getOriginalEvent().getPosition();
      return List.of(
        position.equals(found.getPosition().get()) && position.getCommitUnsigned() == position.getPrepareUnsigned(),
        Duration.between(found.getOriginalEvent().getCreated(), Instant.now()).abs().toMinutes() < 10,
        found.getOriginalEvent().getUserMetadata().length);
    });
    Report.check("4.3 three thousand events, one after the other", () -> {
      for (int n = 0; n < 3; n++) world.append("read-3", StreamState.any(), World.events(1_000));
      List<Long> revisions = world.revisions("read-3");
      return List.of(revisions.size(), revisions.stream().distinct().count(), revisions.get(0), revisions.get(2_999));
    });
    all(world);
  }

  private static void all(World world) throws Exception {
    String stream = "read-4";
    world.append(stream, noStream(), World.events(3));
    Position second = world.positionOf(stream, 1);
    Report.check("4.3 the whole log forwards from a position, that event included", () ->
      firstOf(world, ReadAllOptions.get().forwards().fromPosition(second)));
    Report.check("4.3 the whole log backwards from a position, that event excluded", () ->
      firstOf(world, ReadAllOptions.get().backwards().fromPosition(second)));
    Report.check("4.3 the whole log backwards from its end", () -> firstOf(world, ReadAllOptions.get().backwards().fromEnd()));
    Report.check("4.3 the whole log forwards from its end, and backwards from its start", () -> List.of(
      World.get(world.client.readAll(ReadAllOptions.get().forwards().fromEnd())).getEvents().size(),
      World.get(world.client.readAll(ReadAllOptions.get().backwards().fromStart())).getEvents().size()));
    Report.check("4.3 the whole log is in the order of its positions", () -> {
      List<ResolvedEvent> events = World.get(world.client.readAll(ReadAllOptions.get().fromStart())).getEvents();
      boolean isInOrder = true;
      for (int n = 1; n < events.size(); n++)
        isInOrder &= events.get(n - 1).getPosition().get().compareTo(events.get(n).getPosition().get()) < 0;
      return List.of(events.size() > 3_000, isInOrder);
    });
    Report.check("4.3 the whole log from where no event begins", () -> {
      long nowhere = second.getCommitUnsigned() + 1;
      return firstOf(world, ReadAllOptions.get().fromPosition(new Position(nowhere, nowhere)));
    });
  }

  private static Object firstOf(World world, ReadAllOptions options) throws Exception {
    var found = World.get(world.client.readAll(options.maxCount(1))).getEvents().get(0).getOriginalEvent();
    return found.getStreamId() + "@" + found.getRevision();
  }

  private static ReadStreamOptions options() {
    return ReadStreamOptions.get();
  }
}
