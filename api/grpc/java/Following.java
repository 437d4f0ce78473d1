import static io.kurrent.dbclient.StreamState.any;

import io.kurrent.dbclient.EventDataBuilder;
import io.kurrent.dbclient.Position;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.SubscribeToAllOptions;
import io.kurrent.dbclient.SubscribeToStreamOptions;
import io.kurrent.dbclient.SubscriptionFilter;
import io.kurrent.dbclient.SubscriptionFilterBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** 4.9: subscriptions that catch up and go on, to streams and to the whole log. */
final class Following {
  private Following() {}

  static void run(World world) throws Exception {
    Report.check("4.9 a stream: its events, caught up, what is new", () -> {
      try (var follower = Follower.ofStream(world, world.streamOf("follow-1", 2), options())) {
        var seen = follower.next(3);
        world.append("follow-1", any(), World.event());
        seen.addAll(follower.next(1));
        return seen;
      }
    });
    Report.check("4.9 a missing stream: caught up, then its first event", () -> then(world, "follow-2", options()));
    Report.check("4.9 a stream from its end: only what is new", () -> then(world, world.streamOf("follow-3", 3), options().fromEnd()));
    Report.check("4.9 a stream after a revision, that one excluded", () -> {
      try (var follower = Follower.ofStream(world, world.streamOf("follow-4", 3), options().fromRevision(1))) {
        return follower.next(2);
      }
    });
    Report.check("4.9 three thousand events, one after the other", () -> {
      try (var follower = Follower.ofStream(world, "read-3", options())) {
        var seen = follower.next(3_001);
        return List.of(new HashSet<>(seen).size(), seen.get(0), seen.get(2_999), seen.get(3_000));
      }
    });
    Report.check("4.9 links are resolved", () -> {
      try (var follower = Follower.ofStream(world, "link-1", options().resolveLinkTos())) {
        return follower.next(2);
      }
    });
    Report.check("4.4 who follows a stream sees nothing of its deletion, then what is new", () -> {
      try (var follower = Follower.ofStream(world, world.streamOf("follow-5", 1), options())) {
        var seen = follower.next(2);
        World.get(world.client.deleteStream("follow-5"));
        world.append("follow-5", any(), World.event());
        seen.addAll(follower.next(1));
        return seen;
      }
    });
    Report.check("4.5 who follows a stream when it is ended sees the end, then fails", () -> {
      var follower = Follower.ofStream(world, world.streamOf("follow-6", 1), options());
      var seen = follower.next(2);
      World.get(world.client.tombstoneStream("follow-6"));
      seen.addAll(follower.next(2));
      return seen;
    });
    Report.check("4.5 following an ended stream fails at once", () -> Follower.ofStream(world, "follow-6", options()).next(1));
    filtered(world);
    checkpoints(world);
  }

  private static void filtered(World world) throws Exception {
    for (String stream : List.of("choose-a1", "choose-b1", "choose-a2", "choose-b22"))
      world.append(stream, any(), EventDataBuilder.json("Chosen" + stream.charAt(7), World.bytes("{}")).build());
    Report.check("4.9 the whole log, streams by how they begin", () -> chosen(world, filter().addStreamNamePrefix("choose-a"), 3));
    Report.check("4.9 the whole log, streams by an expression", () ->
      chosen(world, filter().withStreamNameRegularExpression("^choose-b\\d{2}$"), 2));
    Report.check("4.9 the whole log, types by how they begin", () -> chosen(world, filter().addEventTypePrefix("Chosen"), 5));
    Report.check("4.9 the whole log, types by an expression", () ->
      chosen(world, filter().withEventTypeRegularExpression("^Chosen[b-z]$"), 3));
    Report.check("4.9 the whole log after a position, that event excluded, and what is new", () -> {
      var from = SubscribeToAllOptions.get().fromPosition(world.positionOf("choose-a1", 0));
      try (var follower = Follower.ofAll(world, from, filter().addStreamNamePrefix("choose-a"))) {
        var seen = follower.next(2);
        world.append("choose-b1", any(), World.event());
        world.append("choose-a3", any(), World.event());
        seen.addAll(follower.next(1));
        return seen;
      }
    });
    Report.check("4.9 the whole log from where no event begins", () -> {
      long nowhere = world.positionOf("choose-a1", 0).getCommitUnsigned() + 1;
      var from = SubscribeToAllOptions.get().fromPosition(new Position(nowhere, nowhere));
      return Follower.ofAll(world, from, filter().addStreamNamePrefix("choose-a")).next(1);
    });
  }

  private static void checkpoints(World world) throws Exception {
    Position before = world.append("count-before", any(), World.event()).getLogPosition();
    world.streamOf("count-1", 25);
    List<Position> positions = world.read("count-1", ReadStreamOptions.get()).stream().map(found -> found.getPosition().get()).toList();
    Report.check("4.9 catching up: a checkpoint where it began, then every window, and at the end", () -> {
      var from = SubscribeToAllOptions.get().fromPosition(before);
      try (var follower = Follower.ofAll(world, from, filter().withMaxWindow(10).addStreamNamePrefix("nothing-matches"))) {
        follower.next(1);
        var after = new ArrayList<Integer>();
        for (int n = 0; n < 4; n++) after.add(positions.indexOf(World.take(follower.checkpoints)) + 1);
        return after;
      }
    });
    Report.check("4.9 going on from a checkpoint neither loses nor repeats an event", () -> {
      var from = SubscribeToAllOptions.get().fromPosition(positions.get(19));
      try (var follower = Follower.ofAll(world, from, filter().addStreamNamePrefix("count-1"))) {
        return follower.next(6);
      }
    });
    Report.check("4.9 live, a checkpoint every ten events looked at", () -> {
      var from = SubscribeToAllOptions.get().fromEnd();
      try (var follower = Follower.ofAll(world, from, filter().withMaxWindow(10).addStreamNamePrefix("nothing-matches"))) {
        follower.next(1);
        World.take(follower.checkpoints);
        world.streamOf("count-2", 20);
        var live = world.read("count-2", ReadStreamOptions.get()).stream().map(found -> found.getPosition().get()).toList();
        return List.of(live.indexOf(World.take(follower.checkpoints)) + 1, live.indexOf(World.take(follower.checkpoints)) + 1);
      }
    });
  }

  private static Object then(World world, String stream, SubscribeToStreamOptions options) throws Exception {
    try (var follower = Follower.ofStream(world, stream, options)) {
      var seen = follower.next(1);
      world.append(stream, any(), World.event(UUID.randomUUID(), "Followed"));
      seen.addAll(follower.next(1));
      return seen;
    }
  }

  private static Object chosen(World world, SubscriptionFilterBuilder filter, int count) throws Exception {
    try (var follower = Follower.ofAll(world, SubscribeToAllOptions.get().fromStart(), filter)) {
      return follower.next(count);
    }
  }

  private static SubscriptionFilterBuilder filter() {
    return SubscriptionFilter.newBuilder();
  }

  private static SubscribeToStreamOptions options() {
    return SubscribeToStreamOptions.get();
  }
}
