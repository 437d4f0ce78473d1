import static io.kurrent.dbclient.StreamState.any;
import static io.kurrent.dbclient.StreamState.noStream;
import static io.kurrent.dbclient.StreamState.streamExists;
import static io.kurrent.dbclient.StreamState.streamRevision;

import io.kurrent.dbclient.EventData;
import io.kurrent.dbclient.EventDataBuilder;
import io.kurrent.dbclient.StreamState;
import io.kurrent.dbclient.WriteResult;
import java.util.List;
import java.util.UUID;

/** 4.2: events whose ids the stream knows. */
final class Repeats {
  private Repeats() {}

  private static final UUID FIRST = UUID.randomUUID();
  private static final UUID SECOND = UUID.randomUUID();
  private static final UUID THIRD = UUID.randomUUID();
  private static int streams = 0;

  static void run(World world) throws Exception {
    for (StreamState expected : List.of(noStream(), any(), streamExists()))
      check(world, "all three, " + Report.wordOf(expected) + " expected", expected, World.events(FIRST, SECOND, THIRD));
    check(world, "the last two, after the first", streamRevision(0), World.events(SECOND, THIRD));
    check(world, "the first two, no stream expected", noStream(), World.events(FIRST, SECOND));
    check(world, "the second, nothing expected", any(), World.events(SECOND));
    check(world, "the third, after itself: written again", streamRevision(2), World.events(THIRD));
    check(world, "the third and a new one, nothing expected", any(), World.events(THIRD, UUID.randomUUID()));
    check(world, "the third and a new one, after the second", streamRevision(1), World.events(THIRD, UUID.randomUUID()));
    check(world, "all three and a new one, no stream expected", noStream(), World.events(FIRST, SECOND, THIRD, UUID.randomUUID()));
    check(world, "a new one and the first: written", any(), World.events(UUID.randomUUID(), FIRST));
    EventData other = EventDataBuilder.binary(FIRST, "Other", World.bytes("other")).build();
    check(world, "the first with another body, no stream expected", noStream(), other, World.event(SECOND, "Noted"));
    UUID twice = UUID.randomUUID();
    check(world, "one id twice in one append: both written", any(), World.events(twice, twice));
    Report.check("4.2 the first in another stream: written", () -> world.after("repeat-other", any(), World.events(FIRST)));
  }

  /** What is expected after it, how many events the stream has, and whether the position is that of the event as it was first written. */
  private static void check(World world, String name, StreamState expected, EventData... events) throws Exception {
    String stream = "repeat-" + ++streams;
    world.append(stream, noStream(), World.events(FIRST, SECOND, THIRD));
    Report.check("4.2 " + name, () -> {
      WriteResult written = world.append(stream, expected, events);
      long revision = written.getNextExpectedRevision().toRawLong();
      return List.of(revision, world.revisions(stream).size(), written.getLogPosition().equals(world.positionOf(stream, revision)));
    });
  }
}
