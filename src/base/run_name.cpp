#include <array>
#include <string_view>

#include "base/random.hpp"

namespace mlt::base {

namespace {

// Short words that are easy to say, to spell and to tell apart, and that nobody minds being called.
constexpr std::array kAdjectives = std::to_array<std::string_view>({
    "able",    "agile",   "airy",   "alert",  "amber",  "ample",    "apt",     "ardent", "azure",
    "balmy",   "blithe",  "bold",   "brave",  "breezy", "bright",   "brisk",   "bronze", "calm",
    "candid",  "careful", "cheery", "civil",  "clear",  "clever",   "comfy",   "coral",  "cosy",
    "crisp",   "curious", "dapper", "daring", "deft",   "dewy",     "eager",   "early",  "earnest",
    "easy",    "elated",  "epic",   "even",   "exact",  "fair",     "famous",  "fancy",  "festive",
    "fine",    "fleet",   "fluent", "fond",   "frank",  "free",     "fresh",   "frosty", "gentle",
    "giddy",   "glad",    "golden", "good",   "grand",  "green",    "handy",   "happy",  "hardy",
    "hearty",  "honest",  "humble", "ideal",  "indigo", "jaunty",   "jolly",   "jovial", "keen",
    "kind",    "lapis",   "level",  "light",  "limber", "lively",   "loyal",   "lucid",  "lucky",
    "lunar",   "mellow",  "merry",  "mighty", "mild",   "mindful",  "modest",  "mossy",  "neat",
    "nifty",   "nimble",  "noble",  "novel",  "opal",   "open",     "patient", "peppy",  "placid",
    "plucky",  "polar",   "polite", "prime",  "proud",  "prudent",  "quick",   "quiet",  "rapid",
    "ready",   "regal",   "rosy",   "rustic", "sandy",  "serene",   "sharp",   "shiny",  "silent",
    "silver",  "sleek",   "smart",  "smooth", "snappy", "solar",    "solid",   "spry",   "steady",
    "stellar", "sunny",   "swift",  "tidy",   "topaz",  "tranquil", "true",    "upbeat", "velvet",
    "verdant", "vivid",   "warm",   "wise",   "witty",  "young",    "zesty",
});

constexpr std::array kNouns = std::to_array<std::string_view>({
    "acorn",   "alder",   "apple",  "aspen",   "aster",   "badger", "bay",     "beacon", "beaver",
    "beech",   "birch",   "bison",  "brook",   "canyon",  "cedar",  "cello",   "cherry", "cliff",
    "clover",  "cloud",   "comet",  "cove",    "crane",   "creek",  "curlew",  "daisy",  "dawn",
    "delta",   "dolphin", "dove",   "dune",    "eagle",   "elk",    "elm",     "ember",  "falcon",
    "fern",    "finch",   "fjord",  "flint",   "forest",  "fox",    "galaxy",  "garnet", "gecko",
    "ginkgo",  "glacier", "goose",  "grove",   "gull",    "harbor", "hare",    "harp",   "hazel",
    "heron",   "hill",    "holly",  "ibex",    "iris",    "island", "ivy",     "jasper", "jay",
    "juniper", "kestrel", "kite",   "koala",   "lagoon",  "lake",   "lantern", "lark",   "larch",
    "laurel",  "leaf",    "lemur",  "lilac",   "lily",    "lotus",  "lynx",    "maple",  "marble",
    "meadow",  "mesa",    "meteor", "mint",    "moon",    "moose",  "myrtle",  "nebula", "newt",
    "oak",     "oasis",   "ocean",  "olive",   "orbit",   "orchid", "osprey",  "otter",  "owl",
    "panda",   "pearl",   "pebble", "pelican", "penguin", "peony",  "petal",   "piano",  "pine",
    "planet",  "plover",  "poplar", "poppy",   "prairie", "puffin", "quail",   "quartz", "rabbit",
    "rain",    "raven",   "reef",   "ridge",   "river",   "robin",  "rowan",   "salmon", "seal",
    "sparrow", "spruce",  "squid",  "star",    "stone",   "stork",  "summit",  "swan",   "tern",
    "thistle", "thyme",   "tiger",  "toucan",  "trout",   "tulip",  "turtle",  "valley", "violet",
    "walnut",  "willow",  "wombat", "wren",    "yak",     "zebra",
});

template <std::size_t Size>
std::string_view choose(Random& random, const std::array<std::string_view, Size>& words) {
  return words[random.next() % Size];
}

}  // namespace

std::string random_run_name(Random& random) {
  std::string name(choose(random, kAdjectives));
  name += '-';
  name += choose(random, kNouns);
  name += '-';
  name += std::to_string(random.next() % 1000);
  return name;
}

}  // namespace mlt::base
