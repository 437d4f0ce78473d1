import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.kurrent.dbclient.StreamDeletedException;
import io.kurrent.dbclient.StreamNotFoundException;
import io.kurrent.dbclient.StreamState;
import io.kurrent.dbclient.WrongExpectedVersionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Prints what was answered to each check, or what it failed with: one line of JSON each. What it should have been is for the reader to say. */
final class Report {
  private Report() {}

  private static final ObjectMapper json = new ObjectMapper();

  static void check(String name, Callable<Object> check) throws Exception {
    System.out.println(json.writeValueAsString(Map.of("name", name, "answer", told(check))));
  }

  /** What a call answers, or the fields of the client's own error. */
  static Object told(Callable<Object> call) {
    try {
      return call.call();
    } catch (Throwable failure) {
      return failureOf(failure);
    }
  }

  static Map<String, Object> failureOf(Throwable thrown) {
    for (Throwable failure = thrown; failure != null; failure = failure.getCause()) {
      if (failure instanceof WrongExpectedVersionException wrong)
        return Map.of("failed", "WrongExpectedVersion", "expected", wordOf(wrong.getExpectedState()), "actual", wordOf(wrong.getActualState()));
      if (failure instanceof StreamNotFoundException missing) return Map.of("failed", "StreamNotFound", "stream", missing.getStreamName());
      if (failure instanceof StreamDeletedException deleted) return Map.of("failed", "StreamDeleted", "stream", deleted.getStreamName());
      if (failure instanceof StatusRuntimeException status)
        return Map.of("failed", status.getStatus().getCode().name(), "trailers", trailersOf(status.getTrailers()));
    }
    return Map.of("failed", String.valueOf(thrown));
  }

  /** Those the protocol says errors with. */
  private static List<String> trailersOf(Metadata trailers) {
    var found = new ArrayList<String>();
    if (trailers == null) return found;
    for (var name : List.of("exception", "stream-name", "group-name", "maximum-append-size")) {
      var value = trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      if (value != null) found.add(name + ": " + value);
    }
    return found;
  }

  static Object wordOf(StreamState state) {
    long number = state.toRawLong();
    if (number == -1) return "no stream";
    if (number == -2) return "any";
    if (number == -4) return "stream exists";
    return number;
  }
}
