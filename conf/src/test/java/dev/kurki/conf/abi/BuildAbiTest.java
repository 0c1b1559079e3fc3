package dev.kurki.conf.abi;

import static dev.kurki.conf.abi.TestPolicy.CONFIG;
import static dev.kurki.conf.abi.TestPolicy.line;
import static dev.kurki.conf.abi.TestPolicy.mainLine;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;

import com.typesafe.config.ConfigFactory;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.NodeAbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildAbiTest {
  private static final ReleaseId FIRST = ReleaseId.parse("kurki/0.1.0");

  private final TestPolicy policy;

  BuildAbiTest(@TempDir Path folder) {
    policy = new TestPolicy(folder);
  }

  @Test
  void a_build_carries_its_policy_along() {
    Policy checkout = PolicyFolder.at(Path.of("abi")).read(CONFIG);

    NodeAbi build = BuildAbi.load(CONFIG);

    assertThat(build.origin().release().owner()).isEqualTo("kurki");
    assertThat(build.origin().bases()).isEmpty();
    assertThat(build.locks()).isEqualTo(checkout.locks());
    assertThat(build.blacklist()).isEqualTo(checkout.blacklist());
    assertThat(PolicyFolder.ofBuild().read(CONFIG).lines()).isEqualTo(checkout.lines());
  }

  @Test
  void what_an_operator_sets_as_the_defaults_of_machines_is_no_part_of_the_build() {
    NodeAbi build = BuildAbi
        .load(ConfigFactory.parseString("kurki.machine-defaults { memory = 64 MiB, harts = 4, append = quiet }")
            .withFallback(CONFIG));

    assertThat(build.lock().digest()).isEqualTo(BuildAbi.load(CONFIG).lock().digest());
  }

  @Test
  void a_build_on_the_way_to_a_release_is_told_apart_by_its_digest() {
    NodeAbi build = build(line("main", "kurki", "development", "0.2.0-dev", ""));

    String digits = build.lock().digest().substring(0, 8);
    assertThat(build.origin().release()).isEqualTo(ReleaseId.parse("kurki/0.2.0-dev." + digits));
    assertThat(build.lock().release()).isEqualTo(build.origin().release());
  }

  @Test
  void the_release_before_it_is_its_parent_with_the_digest_of_that_lock() {
    NodeAbi build = build(mainLine(policy.release("kurki/0.1.0")));

    assertThat(build.lock().parent()).isEqualTo(Optional.of(FIRST));
    assertThat(build.lock().parentDigest()).isEqualTo(policy.digest("kurki-0.1.0.conf"));
    assertThat(build.locks()).hasSize(1);
  }

  @Test
  void a_build_of_a_release_that_is_recorded_already_is_not_its_own_parent() {
    NodeAbi build = build(mainLine(policy.release("kurki/0.1.0")) + " { building = \"0.1.0\" }");

    assertThat(build.lock().release()).isEqualTo(FIRST);
    assertThat(build.lock().parent()).isEmpty();
    assertThat(build.lock().parentDigest()).isEmpty();
    assertThat(build.lock().digest()).isEqualTo(build.locks().getFirst().digest());
  }

  @Test
  void a_vendors_build_is_built_from_what_its_line_began_at() {
    NodeAbi build = build(line("acme-1.0", "acme", "vendor", "1.0.0", "parent = \"kurki/0.1.0\""),
        mainLine(policy.release("kurki/0.1.0")));

    assertThat(build.origin().release()).hasToString("acme/1.0.0");
    assertThat(build.origin().bases()).containsExactly(FIRST);
    assertThat(build.lock().parent()).isEqualTo(Optional.of(FIRST));
  }

  @Test
  void a_vendors_later_build_is_built_from_what_its_latest_release_is_and_a_vendors_vendor_from_both() {
    String first = policy.release("kurki/0.1.0");
    String second = policy.release("kurki/0.2.0", "kurki/0.1.0");
    String acme = policy.release("acme/1.0.0", "kurki/0.1.0");
    String upstream = mainLine(first, second);
    String vendor = line("acme-1.0", "acme", "vendor", "1.0.1",
        "parent = \"kurki/0.1.0\", releases = [" + acme + " { base = \"kurki/0.2.0\" }]");

    assertThat(build(vendor, upstream).origin().bases()).containsExactly(ReleaseId.parse("kurki/0.2.0"));
    assertThat(build(line("beta", "beta", "vendor", "3", "parent = \"acme/1.0.0\""), vendor, upstream).origin().bases())
        .containsExactly(ReleaseId.parse("acme/1.0.0"), ReleaseId.parse("kurki/0.2.0"));
  }

  private NodeAbi build(String... lines) {
    String own = lines[0].replaceFirst(".*?name = \"([^\"]*)\".*", "$1");
    return BuildAbi.of(policy.lines(own, lines).read(), CONFIG);
  }
}
