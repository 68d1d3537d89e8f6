package dev.bulwark.examples.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Draws the things of each realm: a name, a noun and a value for every slot and fact. */
final class Census {
  private final Tables tables;
  private final Random random;

  Census(Tables tables, Random random) {
    this.tables = tables;
    this.random = random;
  }

  List<Entity> of(Realm realm) {
    List<String> names = names(realm);
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("name", names);
    columns.put("noun", column(realm.nouns(), realm.count()));
    realm
        .danger()
        .ifPresent(
            danger ->
                danger
                    .slots()
                    .forEach((slot, values) -> columns.put(slot, column(values, realm.count()))));
    realm.facts().forEach(fact -> columns.put(fact.id(), column(fact.values(), realm.count())));
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < realm.count(); i++) {
      int row = i;
      Map<String, String> values = new LinkedHashMap<>();
      columns.forEach((place, column) -> values.put(place, column.get(row)));
      entities.add(new Entity(realm, names.get(i), i < realm.heldOut(), values));
    }
    return List.copyOf(entities);
  }

  private List<String> names(Realm realm) {
    List<String> names = new ArrayList<>();
    for (String head : tables.names().heads()) {
      for (String tail : realm.tails()) {
        String name = head + tail;
        if (tables.names().unwanted().stream().noneMatch(name.toLowerCase(Locale.ROOT)::contains)) {
          names.add(name);
        }
      }
    }
    Collections.shuffle(names, random);
    return names.subList(0, realm.count());
  }

  /** Each value about equally often, in an order of its own, so that columns are independent. */
  private List<String> column(List<String> values, int count) {
    List<String> column = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      column.add(values.get(i % values.size()));
    }
    Collections.shuffle(column, random);
    return column;
  }
}
