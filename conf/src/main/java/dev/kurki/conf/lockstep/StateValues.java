package dev.kurki.conf.lockstep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.cpu.isa.Disassembler;
import dev.kurki.migration.analyze.CborMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.LinkedHashSet;

/** The values of saved sections by their names, to be held against others of the same machine. */
final class StateValues {
  private static final String ABSENT = "-";

  private final Map<String, String> values = new LinkedHashMap<>();

  private StateValues(List<Section> sections) {
    for (Section section : sections) {
      CborMap.of(section.body()).tree().properties()
          .forEach(part -> addMembers(section.name() + " ", section.id(), part.getValue()));
    }
  }

  /** What differs of two machines' sections. */
  static List<Value> differing(List<Section> interpreted, List<Section> translated) {
    if (interpreted.equals(translated)) {
      return List.of();
    }
    Map<String, String> one = new StateValues(interpreted).values;
    Map<String, String> other = new StateValues(translated).values;
    SequencedSet<String> names = new LinkedHashSet<>(one.keySet());
    names.addAll(other.keySet());
    List<Value> differing = new ArrayList<>();
    for (String name : names) {
      String left = one.getOrDefault(name, ABSENT);
      String right = other.getOrDefault(name, ABSENT);
      if (!left.equals(right)) {
        differing.add(new Value(name, left, right));
      }
    }
    return differing;
  }

  private void addMembers(String path, String section, JsonNode map) {
    map.properties().forEach(member -> add(path + member.getKey(), section, member.getValue()));
  }

  private void add(String path, String section, JsonNode node) {
    if (node.isObject()) {
      addMembers(path + ".", section, node);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "[" + i + "]" + registerName(path, section, i), section, node.get(i));
      }
    } else if (node.isIntegralNumber()) {
      values.put(path, String.format("%016x", node.longValue()));
    } else if (node.isBinary()) {
      values.put(path, hex(node));
    } else {
      values.put(path, node.asText());
    }
  }

  private static String registerName(String path, String section, int index) {
    boolean isFloat = path.endsWith(" f");
    return section.equals("hart") && (isFloat || path.endsWith(" x"))
        ? " (" + Disassembler.register(index, isFloat) + ")"
        : "";
  }

  private static String hex(JsonNode node) {
    try {
      return HexFormat.of().formatHex(node.binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
