package dev.kaniko.cli.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.buildkit.CacheTo.Form;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheFlagsTest {
  private static final Path CURRENT = Path.of("/here");
  private static final Form USUAL = new Form(false, true, false);

  private static List<CacheFrom> from(String... values) throws BadArguments {
    return CacheFrom.parse(List.of(values), CURRENT);
  }

  private static List<CacheTo> to(String... values) throws BadArguments {
    return CacheTo.parse(List.of(values), Compression.GZIP, CURRENT);
  }

  private static ImageReference reference(String text) {
    return ImageReference.parse(text);
  }

  @Test
  void caches_are_read_in_the_order_in_which_they_are_written() throws Exception {
    Digest digest = Digest.sha256("manifest");
    assertThat(
            from(
                "user/app:cache",
                "a/b,c/d@" + digest,
                "type=local,src=dir",
                "type=local,src=/dir,tag=t,digest=" + digest,
                "\"type=registry\",ref=host:5000/x"))
        .containsExactly(
            new CacheFrom.Repository(reference("user/app:cache")),
            new CacheFrom.Repository(reference("a/b")),
            new CacheFrom.Repository(reference("c/d@" + digest)),
            new CacheFrom.Layout(Path.of("/here/dir"), "latest", Optional.empty()),
            new CacheFrom.Layout(Path.of("/dir"), "t", Optional.of(digest)),
            new CacheFrom.Repository(reference("host:5000/x:latest")));
  }

  @Test
  void a_cache_is_written_as_its_attributes_say() throws Exception {
    assertThat(
            to(
                "user/app:cache",
                "type=registry,ref=a/b,mode=max,image-manifest=false,ignore-error=true",
                "type=registry,ref=a/b,mode=min,image-manifest=1,ignore-error=false"
                    + ",oci-mediatypes=true,compression=gzip",
                "type=local,dest=dir,tag=t,mode=max",
                "type=inline",
                "type=inline,mode=min"))
        .containsExactly(
            new CacheTo.Repository(reference("user/app:cache"), USUAL),
            new CacheTo.Repository(reference("a/b"), new Form(true, false, true)),
            new CacheTo.Repository(reference("a/b"), USUAL),
            new CacheTo.Layout(Path.of("/here/dir"), "t", new Form(true, true, false)),
            new CacheTo.Inline(),
            new CacheTo.Inline());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "type=gha; no cache of type gha here, but registry and local",
        "type=s3,bucket=b; no cache of type s3",
        "type=inline; read by type=registry",
        "type=registry; needs ref=",
        "type=registry,ref=; needs ref=",
        "type=registry,ref=A/b c; invalid image reference",
        "type=registry,ref=a,mode=max; has no mode here",
        "type=registry,ref=a,registry.insecure=true; say --insecure-registry",
        "type=local; needs src=",
        "type=local,src=a,dest=b; has no dest here",
        "type=local,src=a,digest=md5:1; digest",
        "ref=a; needs a type",
        "type=registry,ref=a,ref=b; ref is there twice",
        "type=registry,oops; oops must be of the form key=value",
        "type=registry,\"ref=a; --cache-from:",
        "user/Case; invalid image reference"
      })
  void a_source_that_means_nothing_is_refused(String value, String message) {
    assertThatThrownBy(() -> from(value))
        .isInstanceOf(BadArguments.class)
        .hasMessageStartingWith("--cache-from")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "type=gha,mode=max; no cache of type gha here, but registry, inline and local",
        "type=azblob,name=n; no cache of type azblob",
        "type=inline,mode=max; mode=max needs type=registry",
        "type=inline,ref=a; has no ref here",
        "type=inline,ignore-error=true; has no ignore-error here",
        "type=registry,ref=a,mode=most; mode must be min or max",
        "type=registry,ref=a,image-manifest=perhaps; must be true or false",
        "type=registry,ref=a,oci-mediatypes=false; only written with OCI's types",
        "type=registry,ref=a,compression=zstd; say --compression",
        "type=registry,ref=a,compression-level=3; say --compression-level",
        "type=registry,ref=a,force-compression=true; as the image has them",
        "type=local,src=a; needs dest=",
        "type=local,dest=a,digest=b; has no digest here"
      })
  void a_target_that_means_nothing_is_refused(String value, String message) {
    assertThatThrownBy(() -> to(value))
        .isInstanceOf(BadArguments.class)
        .hasMessageStartingWith("--cache-to")
        .hasMessageContaining(message);
  }

  @Test
  void a_cache_is_not_written_under_a_digest() {
    assertThatThrownBy(() -> to("type=registry,ref=a@" + Digest.sha256("a")))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining("written under a tag");
  }
}
