import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

    public static void main(String[] arguments) {
        MongoServer server = new MongoServer(new OneChangeOfCollectionsAtATime(arguments[0]).version(VERSION));
        System.out.println(server.bind().getPort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }
}
