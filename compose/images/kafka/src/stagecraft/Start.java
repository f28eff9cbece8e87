package stagecraft;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import kafka.Kafka;
import kafka.docker.KafkaDockerWrapper;
import org.apache.kafka.common.utils.Exit;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** Writes the configuration and formats the storage as Kafka's own wrapper for containers does, then is the server: one JVM for both. */
public final class Start {
    static final String CONFIG = "/opt/kafka/config/server.properties";

    private static final String[] SETUP = {
        "setup", "--default-configs-dir", "/etc/kafka/docker",
        "--mounted-configs-dir", "/mnt/shared/config", "--final-configs-dir", "/opt/kafka/config",
    };

    /** Thrown where a command would have ended the JVM. */
    static final class Ended extends RuntimeException {
        final int code;

        Ended(int code) {
            super("exit " + code, null, false, false);
            this.code = code;
        }
    }

    interface Command {
        void run() throws Exception;
    }

    private Start() {}

    public static void main(String[] args) {
        setUp();
        Kafka.main(new String[] {CONFIG});
    }

    /** Runs one of Kafka's commands to its end; answers with its exit code. */
    static int run(Command command) {
        int[] first = {-1};
        Exit.setExitProcedure((code, message) -> {
            // a command may catch this and end again, as failed
            if (first[0] == -1) first[0] = code;
            throw new Ended(first[0]);
        });
        try {
            command.run();
            return 0;
        } catch (Ended ended) {
            return ended.code;
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            return 1;
        } finally {
            Exit.resetExitProcedure();
        }
    }

    /** Storage that is formatted already is used as it is; any other failure ends the JVM. */
    static void setUp() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        int code;
        try {
            // the log's own configuration is among what is written
            Configurator.initialize(new DefaultConfiguration());
            code = run(() -> KafkaDockerWrapper.main(SETUP));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        if (code != 0 && !text.toLowerCase(Locale.ROOT).contains("already formatted")) {
            err.print(text);
            System.exit(code);
        }
        if (code != 0) out.print(text);
        Configurator.reconfigure();
        if (System.getenv("KAFKA_LOG4J_ROOT_LOGLEVEL") != null) restoreRootAppenders();
    }

    /** The wrapper puts a bare level where the root logger was: without this the server would be silent. */
    private static void restoreRootAppenders() {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration configuration = context.getConfiguration();
        LoggerConfig root = configuration.getRootLogger();
        if (!root.getAppenderRefs().isEmpty() || !root.getAppenders().isEmpty()) return;
        configuration.getAppenders().values().forEach(appender -> root.addAppender(appender, null, null));
        context.updateLoggers();
    }
}
