import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

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

    public static void main(String[] arguments) {
        MongoServer server = new MongoServer(new H2Backend(arguments[0]).version(VERSION));
        System.out.println(server.bind().getPort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }
}
