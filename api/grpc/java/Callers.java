import static io.kurrent.dbclient.StreamState.any;

import io.kurrent.dbclient.ReadAllOptions;
import java.util.List;
import java.util.stream.Collectors;

/** The same few calls by each of several callers: `java Callers <name> <connection string> …`. */
public final class Callers {
  private Callers() {}

  public static void main(String[] arguments) throws Exception {
    for (int n = 0; n < arguments.length; n += 2) run(arguments[n], arguments[n + 1]);
    System.exit(0);
  }

  private static void run(String caller, String connection) throws Exception {
    try (var world = new World(connection)) {
      Report.check(caller + " appends to a stream of its channel", () -> world.after("integrator.app-java", any(), World.event()));
      Report.check(caller + " appends to a stream of another channel", () -> world.after("integrator.jd-java", any(), World.event()));
      Report.check(caller + " appends to a stream of the ledger", () -> world.after("order-app.s1.1", any(), World.event()));
      Report.check(caller + " deletes a stream of the ledger", () -> World.done(world.client.deleteStream("order-app.s1.1")));
      Report.check(caller + " reads a stream of its channel", () -> world.revisions("integrator.app-java").isEmpty());
      Report.check(caller + " reads a stream of another channel", () -> world.revisions("integrator.jd-java").isEmpty());
      Report.check(caller + " reads of the whole log its own channel, and others", () -> {
        var streams = World.get(world.client.readAll(ReadAllOptions.get())).getEvents().stream().map(found -> found.getOriginalEvent().getStreamId());
        var areOwn = streams.collect(Collectors.partitioningBy(stream -> stream.startsWith("integrator.app-"), Collectors.counting()));
        return List.of(areOwn.get(true) > 0, areOwn.get(false) > 0);
      });
      Report.check(caller + " makes a group", () -> World.done(world.groups.createToStream("integrator.app-java", caller)));
    }
  }
}
