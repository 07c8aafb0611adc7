package dev.kaniko.adapters.rootfs.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.TestFolder;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RelayedSocketTest {
  private static final FileMetadata OWNED = new FileMetadata(0620, 7, 8, Instant.EPOCH);

  @RegisterExtension final TestFolder folder = new TestFolder();

  @Test
  void what_is_said_on_either_side_is_heard_on_the_other() throws Exception {
    Path agent = folder.make().resolve("agent");
    Path place = folder.make().resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(agent));
      try (RelayedSocket _ = RelayedSocket.open(place, agent, OWNED);
          SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(place));
          SocketChannel served = server.accept()) {
        assertThat(TestFolder.run("stat", "-c", "%a %u %g", place.toString()))
            .isEqualTo("620 7 8\n");
        say(client, "question");
        assertThat(hear(served, 8)).isEqualTo("question");
        say(served, "answer");
        assertThat(hear(client, 6)).isEqualTo("answer");
        client.shutdownOutput();
        assertThat(served.read(ByteBuffer.allocate(1))).isNegative();
      }
    }
  }

  @Test
  void nothing_connects_any_more_when_it_is_closed() throws Exception {
    Path place = folder.make().resolve("socket");
    RelayedSocket.open(place, folder.make().resolve("agent"), OWNED).close();
    assertThatThrownBy(() -> SocketChannel.open(UnixDomainSocketAddress.of(place)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_place_that_no_socket_can_have_is_told() throws Exception {
    Path long108 = folder.make().resolve("x".repeat(108));
    assertThatThrownBy(() -> RelayedSocket.open(long108, long108, OWNED))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("too long");
  }

  private static void say(SocketChannel to, String text) throws IOException {
    to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hear(SocketChannel from, int length) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(length);
    while (heard.hasRemaining() && from.read(heard) >= 0) {
      assertThat(heard.position()).isPositive();
    }
    return new String(heard.array(), StandardCharsets.UTF_8);
  }
}
