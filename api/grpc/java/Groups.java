import static io.kurrent.dbclient.StreamState.any;

import io.kurrent.dbclient.CreatePersistentSubscriptionToAllOptions;
import io.kurrent.dbclient.CreatePersistentSubscriptionToStreamOptions;
import io.kurrent.dbclient.NackAction;
import io.kurrent.dbclient.NamedConsumerStrategy;
import io.kurrent.dbclient.PersistentSubscriptionToStreamInfo;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.SubscriptionFilter;
import io.kurrent.dbclient.UpdatePersistentSubscriptionToAllOptions;
import io.kurrent.dbclient.UpdatePersistentSubscriptionToStreamOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** 4.10: groups that share a stream, or the whole log. */
final class Groups {
  private Groups() {}

  static void run(World world) throws Exception {
    refusals(world);
    Report.check("4.10 events from the revision on, that one included, none of them a repeat", () -> {
      world.streamOf("group-2", 8);
      create(world, "group-2", fromStart().startFrom(5));
      try (var consumer = Consumer.ofStream(world, "group-2", "g", 10)) {
        return consumer.acknowledge(3);
      }
    });
    Report.check("4.10 whoever comes back goes on after what was acknowledged", () -> {
      world.streamOf("group-3", 6);
      create(world, "group-3", fromStart());
      var seen = new ArrayList<String>();
      try (var consumer = Consumer.ofStream(world, "group-3", "g", 3)) {
        seen.addAll(consumer.acknowledge(3));
        World.until(() -> consumer.given.size() == 3);
      }
      try (var consumer = Consumer.ofStream(world, "group-3", "g", 10)) {
        for (int n = 0; n < 3; n++) seen.add(consumer.next().of());
      }
      return seen;
    });
    Report.check("4.10 no more than fit into the buffer, until they are acknowledged", () -> {
      world.streamOf("group-4", 10);
      create(world, "group-4", fromStart());
      try (var consumer = Consumer.ofStream(world, "group-4", "g", 3)) {
        World.until(() -> consumer.given.size() == 3);
        int before = infoOf(world, "group-4").getStats().getTotalInFlightMessages();
        consumer.acknowledge(2);
        var seen = new ArrayList<String>();
        for (int n = 0; n < 3; n++) seen.add(consumer.next().word());
        return List.of(before, seen, infoOf(world, "group-4").getStats().getTotalInFlightMessages());
      }
    });
    Report.check("4.10 asked for again: delivered again, and counted", () -> {
      world.streamOf("group-5", 1);
      create(world, "group-5", fromStart());
      try (var consumer = Consumer.ofStream(world, "group-5", "g", 10)) {
        var seen = new ArrayList<String>();
        for (int n = 0; n < 2; n++) {
          var each = consumer.next();
          seen.add(each.word());
          consumer.nack(each, NackAction.Retry, "again");
        }
        seen.addAll(consumer.acknowledge(1));
        return seen;
      }
    });
    Report.check("4.10 skipped: not delivered again, nor parked", () -> {
      world.streamOf("group-6", 2);
      create(world, "group-6", fromStart());
      try (var consumer = Consumer.ofStream(world, "group-6", "g", 1)) {
        consumer.nack(consumer.next(), NackAction.Skip, "no");
        return List.of(consumer.acknowledge(1), infoOf(world, "group-6").getStats().getParkedMessageCount());
      }
    });
    Report.check("4.10 parked: a link with the reason, and replayed with it", () -> parked(world));
    Report.check("4.10 not answered for: delivered again as often as it may be, then parked", () -> {
      world.streamOf("group-8", 1);
      create(world, "group-8", fromStart().messageTimeoutInMs(200).maxRetryCount(2));
      try (var consumer = Consumer.ofStream(world, "group-8", "g", 10)) {
        World.until(() -> infoOf(world, "group-8").getStats().getParkedMessageCount() == 1);
        return consumer.given.stream().map(Consumer.Given::word).toList();
      }
    });
    Report.check("4.10 two consumers take turns", () -> turns(world));
    told(world);
    ofAll(world);
  }

  private static void refusals(World world) throws Exception {
    Report.check("4.10 a group on a missing stream", () -> create(world, "group-1", fromStart().maxSubscriberCount(1)));
    Report.check("4.10 a group that exists", () -> create(world, "group-1", fromStart()));
    Report.check("4.10 deleting an unknown group", () -> World.done(world.groups.deleteToStream("group-1", "no")));
    Report.check("4.10 updating an unknown group", () -> World.done(world.groups.updateToStream("group-1", "no")));
    Report.check("4.10 asking about an unknown group", () -> World.get(world.groups.getInfoToStream("group-1", "no")).isPresent());
    Report.check("4.10 joining an unknown group", () -> Consumer.ofStream(world, "group-1", "no", 10).next().word());
    Report.check("4.10 listing the groups of a stream that has none", () -> World.get(world.groups.listToStream("group-none")).size());
    Report.check("4.10 settings that contradict each other", () ->
      create(world, "group-bad", fromStart().readBatchSize(500).historyBufferSize(500)));
    Report.check("4.10 one more than may join; and the group deleted under its consumer", () -> {
      var first = Consumer.ofStream(world, "group-1", "g", 10);
      Object second = Report.told(() -> Consumer.ofStream(world, "group-1", "g", 10).next().word());
      World.done(world.groups.deleteToStream("group-1", "g"));
      return List.of(second, World.take(first.ended));
    });
  }

  private static Object parked(World world) throws Exception {
    world.streamOf("group-7", 2);
    create(world, "group-7", fromStart());
    try (var consumer = Consumer.ofStream(world, "group-7", "g", 10)) {
      consumer.acknowledge(1);
      consumer.nack(consumer.next(), NackAction.Park, "broken");
      World.until(() -> infoOf(world, "group-7").getStats().getParkedMessageCount() == 1);
      var link = world.read("$persistentsubscription-group-7::g-parked", ReadStreamOptions.get()).get(0).getOriginalEvent();
      World.done(world.groups.replayParkedMessagesToStream("group-7", "g"));
      var again = consumer.next();
      consumer.ack(again);
      World.until(() -> infoOf(world, "group-7").getStats().getParkedMessageCount() == 0);
      boolean isReasonGiven = new String(link.getUserMetadata(), StandardCharsets.UTF_8).contains("broken");
      return List.of(
        link.getEventType(), new String(link.getEventData(), StandardCharsets.UTF_8), isReasonGiven, again.word(),
        again.event().getLink().getStreamId());
    }
  }

  private static Object turns(World world) throws Exception {
    create(world, "group-9", fromStart());
    try (var first = Consumer.ofStream(world, "group-9", "g", 10); var second = Consumer.ofStream(world, "group-9", "g", 10)) {
      world.append("group-9", any(), World.events(8));
      World.until(() -> first.given.size() + second.given.size() == 8);
      return List.of(first.given.size(), second.given.size());
    }
  }

  private static void told(World world) throws Exception {
    Report.check("4.10 what a group is told of, and changed to", () -> {
      create(world, "group-10", fromStart().maxRetryCount(7).messageTimeoutInMs(1_234).namedConsumerStrategy(NamedConsumerStrategy.PINNED));
      var before = infoOf(world, "group-10").getSettings();
      World.done(world.groups.updateToStream("group-10", "g", UpdatePersistentSubscriptionToStreamOptions.get().fromStart().maxRetryCount(9)));
      return List.of(before.getMaxRetryCount(), before.getMessageTimeoutMs(), before.getNamedConsumerStrategy().toString(),
        before.getStartFrom().isStart(), infoOf(world, "group-10").getSettings().getMaxRetryCount());
    });
    Report.check("4.10 a group pinned by correlation", () -> {
      create(world, "group-11", fromStart().namedConsumerStrategy(NamedConsumerStrategy.PINNED_BY_CORRELATION));
      return infoOf(world, "group-11").getSettings().getNamedConsumerStrategy().toString();
    });
    Report.check("4.10 groups are listed by stream and all together", () -> {
      var ofStream = World.get(world.groups.listToStream("group-10")).get(0);
      var everywhere = World.get(world.groups.listAll()).stream().filter(each -> each.getEventSource().equals("group-10")).toList();
      return List.of(ofStream.getEventSource(), ofStream.getGroupName(), everywhere.size());
    });
    Report.check("4.10 a group deleted is gone", () -> {
      World.done(world.groups.deleteToStream("group-10", "g"));
      return World.get(world.groups.getInfoToStream("group-10", "g")).isPresent();
    });
    Report.check("4.10 all groups are started again", () -> World.done(world.groups.restartSubsystem()));
  }

  private static void ofAll(World world) throws Exception {
    Report.check("4.10 on the whole log, filtered", () -> {
      world.streamOf("shared-1", 2);
      var filter = SubscriptionFilter.newBuilder().addStreamNamePrefix("shared-").build();
      World.done(world.groups.createToAll("all", CreatePersistentSubscriptionToAllOptions.get().fromStart().filter(filter)));
      try (var consumer = Consumer.ofAll(world, "all")) {
        var seen = consumer.acknowledge(2);
        world.append("group-9", any(), World.event());
        world.append("shared-2", any(), World.event());
        seen.addAll(consumer.acknowledge(1));
        return seen;
      }
    });
    Report.check("4.10 parked and replayed on the whole log", () -> {
      world.append("shared-3", any(), World.event());
      try (var consumer = Consumer.ofAll(world, "all")) {
        var each = consumer.next();
        while (!each.word().startsWith("shared-3")) {
          consumer.ack(each);
          each = consumer.next();
        }
        consumer.nack(each, NackAction.Park, "broken");
        World.until(() -> World.get(world.groups.getInfoToAll("all")).get().getStats().getParkedMessageCount() == 1);
        World.done(world.groups.replayParkedMessagesToAll("all"));
        return consumer.acknowledge(1);
      }
    });
    Report.check("4.10 what a group on the whole log is told of, changed to, and listed with", () -> {
      var before = World.get(world.groups.getInfoToAll("all")).get();
      World.done(world.groups.updateToAll("all", UpdatePersistentSubscriptionToAllOptions.get().fromStart().maxRetryCount(3)));
      var after = World.get(world.groups.getInfoToAll("all")).get();
      return List.of(before.getEventSource(), before.getStats().getLastKnownEventPosition().isPresent(), after.getSettings().getMaxRetryCount(),
        World.get(world.groups.listToAll()).size());
    });
    Report.check("4.10 a group on the whole log deleted is gone", () -> {
      World.done(world.groups.deleteToAll("all"));
      return World.get(world.groups.getInfoToAll("all")).isPresent();
    });
  }

  private static CreatePersistentSubscriptionToStreamOptions fromStart() {
    return CreatePersistentSubscriptionToStreamOptions.get().fromStart();
  }

  private static Object create(World world, String stream, CreatePersistentSubscriptionToStreamOptions options) throws Exception {
    World.done(world.groups.createToStream(stream, "g", options));
    return "made";
  }

  private static PersistentSubscriptionToStreamInfo infoOf(World world, String stream) throws Exception {
    return World.get(world.groups.getInfoToStream(stream, "g")).get();
  }
}
