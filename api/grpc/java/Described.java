import static io.kurrent.dbclient.StreamState.any;
import static io.kurrent.dbclient.StreamState.noStream;

import io.kurrent.dbclient.Acls;
import io.kurrent.dbclient.AppendToStreamOptions;
import io.kurrent.dbclient.EventDataBuilder;
import io.kurrent.dbclient.ReadStreamOptions;
import io.kurrent.dbclient.ResolvedEvent;
import io.kurrent.dbclient.StreamAcl;
import io.kurrent.dbclient.StreamMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** 4.6 and 4.8: what is said about a stream, and links. */
final class Described {
  private Described() {}

  static void run(World world) throws Exception {
    Report.check("4.6 metadata come back as they were set", () -> {
      world.streamOf("about-1", 1);
      describe(world, "about-1", metadata -> {
        metadata.setMaxCount(7L);
        metadata.setMaxAge(60L);
        metadata.setTruncateBefore(1L);
        metadata.setCacheControl(5L);
        metadata.setAcl(Acls.newStreamAcl().addReadRoles("a", "b").addWriteRoles("c"));
        metadata.setCustomProperties(Map.of("own", "x"));
      });
      StreamMetadata found = World.get(world.client.getStreamMetadata("about-1"));
      StreamAcl acl = (StreamAcl) found.getAcl();
      return List.of(found.getMaxCount(), found.getMaxAge(), found.getTruncateBefore(), found.getCacheControl(), acl.getReadRoles(),
        acl.getWriteRoles(), found.getCustomProperties());
    });
    Report.check("4.6 none where none were set", () ->
      String.valueOf(World.get(world.client.getStreamMetadata("about-none")).getMaxCount()));
    Report.check("4.6 the last two of five, both ways", () -> {
      world.streamOf("about-2", 5);
      describe(world, "about-2", metadata -> metadata.setMaxCount(2L));
      return List.of(world.revisions("about-2"), world.revisions("about-2", ReadStreamOptions.get().backwards().fromEnd()));
    });
    Report.check("4.6 below them nothing backwards, and the first of them forwards", () -> List.of(
      world.revisions("about-2", ReadStreamOptions.get().backwards().fromRevision(2)),
      world.revisions("about-2", ReadStreamOptions.get().fromRevision(1).maxCount(1))));
    Report.check("4.6 a larger count shows old events again", () -> {
      describe(world, "about-2", metadata -> metadata.setMaxCount(4L));
      return world.revisions("about-2");
    });
    Report.check("4.6 truncated before the fourth", () -> {
      world.streamOf("about-3", 5);
      describe(world, "about-3", metadata -> metadata.setTruncateBefore(3L));
      return world.revisions("about-3");
    });
    Report.check("4.6 the revision of metadata is expected as any other", () -> World.get(world.client.setStreamMetadata(
      "about-3", AppendToStreamOptions.get().streamState(noStream()), new StreamMetadata())));

    world.streamOf("link-to", 2);
    world.streamOf("link-to-deleted", 2);
    World.get(world.client.deleteStream("link-to-deleted"));
    Report.check("4.8 a link as it is, unless it is to be resolved", () -> {
      link(world, "link-1", "1@link-to");
      return said(world.read("link-1", ReadStreamOptions.get()).get(0));
    });
    Report.check("4.8 the event it leads to, the link beside it, and the position of the link", () -> resolved(world, "link-1"));
    Report.check("4.8 to a missing stream: the link alone", () -> resolved(world, link(world, "link-2", "0@link-none")));
    Report.check("4.8 to a missing revision: the link alone", () -> resolved(world, link(world, "link-3", "7@link-to")));
    Report.check("4.8 to a deleted stream: the link alone", () -> resolved(world, link(world, "link-4", "0@link-to-deleted")));
    Report.check("4.8 data that name no event: an event like any other", () -> resolved(world, link(world, "link-5", "garbage")));
  }

  private static void describe(World world, String stream, Consumer<StreamMetadata> say) throws Exception {
    var metadata = new StreamMetadata();
    say.accept(metadata);
    World.get(world.client.setStreamMetadata(stream, metadata));
  }

  private static String link(World world, String stream, String data) throws Exception {
    world.append(stream, any(), EventDataBuilder.binary("$>", World.bytes(data)).build());
    return stream;
  }

  private static Object resolved(World world, String stream) throws Exception {
    return said(world.read(stream, ReadStreamOptions.get().resolveLinkTos()).get(0));
  }

  static Object said(ResolvedEvent found) {
    var said = new LinkedHashMap<String, Object>();
    said.put("event", found.getEvent() == null ? null : found.getEvent().getStreamId() + "@" + found.getEvent().getRevision());
    said.put("link", found.getLink() == null ? null : found.getLink().getStreamId() + "@" + found.getLink().getRevision());
    said.put("positionIsOfOriginal", found.getPosition().get().equals(found.getOriginalEvent().getPosition()));
    return said;
  }
}
