import io.kurrent.dbclient.StreamState;

/** Every check of one door, as one who may do everything: `java Checks <connection string>`. */
public final class Checks {
  private Checks() {}

  public static void main(String[] arguments) throws Exception {
    String connection = arguments[0];
    try (var world = new World(connection)) {
      Report.check("3 the version of the server", () -> World.get(world.client.getServerVersion()).get().toString());
      Appends.run(world);
      Repeats.run(world);
      Reads.run(world);
      Deletes.run(world);
      Described.run(world);
      Following.run(world);
      Groups.run(world);
    }
    try (var world = new World(connection.replace("://", "+discover://"))) {
      Report.check("3 the node it is told of is the one it asked", () ->
        world.after("discovered-1", StreamState.noStream(), World.event()));
    }
    System.exit(0);
  }
}
