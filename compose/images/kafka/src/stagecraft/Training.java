package stagecraft;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import kafka.Kafka;
import kafka.admin.ConfigCommand;
import org.apache.kafka.tools.BrokerApiVersionsCommand;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.MetadataQuorumCommand;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;

/** What the build runs once: a server, and the tools against it, so that the archive knows the classes of both. */
public final class Training {
    private static final String SERVER = "--bootstrap-server";
    private static final String ADDRESS = "localhost:9092";

    private Training() {}

    public static void main(String[] args) {
        Start.setUp();
        Thread.ofPlatform().daemon().start(() -> Kafka.main(new String[] {Start.CONFIG}));
        System.setIn(new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
        tool(() -> TopicCommand.main(SERVER, ADDRESS, "--create", "--topic", "trained", "--partitions", "2"));
        tool(() -> ConsoleProducer.main(words(SERVER, ADDRESS, "--topic", "trained")));
        tool(() -> ConsoleConsumer.main(
                words(SERVER, ADDRESS, "--topic", "trained", "--group", "trained", "--from-beginning", "--max-messages", "2")));
        tool(() -> TopicCommand.main(SERVER, ADDRESS, "--describe"));
        tool(() -> ConsumerGroupCommand.main(words(SERVER, ADDRESS, "--describe", "--all-groups")));
        tool(() -> ConfigCommand.main(words(SERVER, ADDRESS, "--describe", "--entity-type", "brokers", "--entity-name", "1")));
        tool(() -> BrokerApiVersionsCommand.main(SERVER, ADDRESS));
        tool(() -> MetadataQuorumCommand.main(SERVER, ADDRESS, "describe", "--status"));
        System.exit(0);
    }

    private static String[] words(String... words) {
        return words;
    }

    private static void tool(Start.Command command) {
        int code = Start.run(command);
        if (code != 0) System.exit(code);
    }
}
