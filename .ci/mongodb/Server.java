import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A MongoDB-compatible server on a free port of this machine, its data in the file that is named. Says its port, runs until it is killed. */
class Server {
    /** The driver talks to no server that says it is older than this. What the tests need of it, the server has. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    };

    /**
     * Where two clients create one collection at the same moment this server answers one of them with a failure of its own making, and
     * keeps the collection half made. MongoDB tells it that the collection exists: so does this one, given one such command at a time.
     */
    private static class OneChangeOfCollectionsAtATime extends H2Backend {
        private static final Set<String> CHANGES = Set.of("create", "createIndexes", "drop", "dropIndexes", "dropDatabase");
        private final ReadWriteLock collections = new ReentrantReadWriteLock();

        OneChangeOfCollectionsAtATime(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new FoundById(name, getMvStore(), getCursorRegistry());
        }

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            Lock lock = CHANGES.contains(command) ? collections.writeLock() : collections.readLock();
            lock.lock();
            try {
                return super.handleCommand(channel, database, command, query);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * This server walks through a collection wherever more than the id is asked for, as a guarded write does: a document would cost more the
     * more there are. Here the id leads to it, and the rest is looked at there.
     */
    private static class FoundById extends H2Database {
        private final MVStore store;

        FoundById(String name, MVStore store, CursorRegistry cursors) {
            super(name, store, cursors);
            this.store = store;
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
            if (store == null || keys.size() != 1 || !keys.get(0).getKey().equals("_id")) {
                return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
            }
            return new IdIndex(store.openMap(getFullCollectionNamespace(collection) + "._index_" + name), name, keys, sparse);
        }
    }

    private static class IdIndex extends AbstractUniqueIndex<Object> {
        private final MVMap<KeyValue, Object> positions;

        IdIndex(MVMap<KeyValue, Object> positions, String name, List<IndexKey> keys, boolean sparse) {
            super(name, keys, sparse);
            this.positions = positions;
        }

        @Override
        public synchronized boolean canHandle(Document query) {
            return query.get("_id") instanceof String || super.canHandle(query);
        }

        @Override
        protected Object removeDocument(KeyValue id) {
            return positions.remove(id);
        }

        @Override
        protected boolean putKeyPosition(KeyValue id, Object position) {
            return positions.putIfAbsent(id, Missing.ofNullable(position)) == null;
        }

        @Override
        protected Iterable<Entry<KeyValue, Object>> getIterable() {
            return positions.entrySet();
        }

        @Override
        protected Object getPosition(KeyValue id) {
            return positions.get(id);
        }

        @Override
        public long getCount() {
            return positions.sizeAsLong();
        }

        @Override
        public long getDataSize() {
            return getCount();
        }
    }

    public static void main(String[] arguments) {
        MongoServer server = new MongoServer(new OneChangeOfCollectionsAtATime(arguments[0]).version(VERSION));
        System.out.println(server.bind().getPort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }
}
