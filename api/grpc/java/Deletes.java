import static io.kurrent.dbclient.StreamState.any;
import static io.kurrent.dbclient.StreamState.noStream;
import static io.kurrent.dbclient.StreamState.streamExists;
import static io.kurrent.dbclient.StreamState.streamRevision;

import io.kurrent.dbclient.DeleteStreamOptions;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.StreamMetadata;
import io.kurrent.dbclient.StreamState;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** 4.4 and 4.5: streams that are deleted, and streams that are ended. */
final class Deletes {
  private Deletes() {}

  static void run(World world) throws Exception {
    world.streamOf("delete-1", 3);
    Report.check("4.4 deleting at another revision", () -> delete(world, "delete-1", streamRevision(7)));
    Report.check("4.4 deleting a missing stream, anything expected", () -> delete(world, "delete-none", any()));
    Report.check("4.4 deleting a missing stream, no stream expected", () -> delete(world, "delete-none", noStream()));
    Report.check("4.4 deleting at its revision: not found, and its metadata say so", () -> List.of(
      delete(world, "delete-1", streamRevision(2)), Report.told(() -> world.revisions("delete-1")), metadataOf(world, "delete-1")));
    Report.check("4.4 deleting a deleted stream", () -> delete(world, "delete-1", any()));
    Report.check("4.4 an append to a deleted stream that expects another revision", () ->
      world.after("delete-1", streamRevision(0), World.event()));
    Report.check("4.4 an append to a deleted stream that expects it to exist", () -> world.after("delete-1", streamExists(), World.event()));
    Report.check("4.4 an append to a deleted stream goes on after the last revision; only what is new is seen", () -> List.of(
      world.after("delete-1", noStream(), World.events(2)), world.revisions("delete-1"), metadataOf(world, "delete-1")));

    world.streamOf("end-1", 3);
    Report.check("4.5 ending at another revision", () -> end(world, "end-1", streamRevision(7)));
    Report.check("4.5 ending a stream, and one that is missing", () -> List.of(end(world, "end-1", any()), end(world, "end-2", any())));
    Report.check("4.5 reading an ended stream", () -> world.revisions("end-1"));
    Report.check("4.5 appending to an ended stream, whatever is expected", () -> List.of(
      Report.told(() -> world.after("end-1", any(), World.event())),
      Report.told(() -> world.after("end-1", noStream(), World.event())),
      Report.told(() -> world.after("end-1", streamExists(), World.event())),
      Report.told(() -> world.after("end-1", streamRevision(2), World.event()))));
    Report.check("4.5 deleting an ended stream, and ending it again", () -> List.of(
      Report.told(() -> delete(world, "end-1", any())), Report.told(() -> end(world, "end-1", any()))));
    Report.check("4.5 the metadata of an ended stream are as ended, under their own name", () -> List.of(
      Report.told(() -> World.get(world.client.setStreamMetadata("end-1", new StreamMetadata()))),
      Report.told(() -> World.get(world.client.getStreamMetadata("end-1")))));
  }

  private static Object delete(World world, String stream, StreamState expected) throws Exception {
    World.get(world.client.deleteStream(stream, DeleteStreamOptions.get().streamState(expected)));
    return "deleted";
  }

  private static Object end(World world, String stream, StreamState expected) throws Exception {
    World.get(world.client.tombstoneStream(stream, DeleteStreamOptions.get().streamState(expected)));
    return "ended";
  }

  private static String metadataOf(World world, String stream) throws Exception {
    var found = world.read("$$" + stream, ReadStreamOptions.get()).get(0).getOriginalEvent();
    return new String(found.getEventData(), StandardCharsets.UTF_8);
  }
}
