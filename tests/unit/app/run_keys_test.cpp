#include "app/run_keys.hpp"

#include <doctest/doctest.h>

#include "fake_store.hpp"

using namespace mlt;
using search::Entity;

TEST_CASE("keys are counted over the runs that pass the filter") {
  test::FakeStore store;
  store.add("a", "one").params = {{"lr", "0.1"}, {"seed", "1"}};
  store.add("b", "two").params = {{"lr", "0.2"}};
  store.runs.back().tags = {{"team", "x"}};
  store.runs.back().metrics["acc"];
  Run& deleted = store.add("c", "three");
  deleted.params = {{"gone", "1"}};
  deleted.lifecycle = Lifecycle::deleted;

  const app::KeyReport all = app::report_keys(store, {}, "");
  CHECK(all.total == 2);
  CHECK(all.keys == std::vector<app::KeyUse>{{Entity::param, "lr", 2},
                                             {Entity::param, "seed", 1},
                                             {Entity::metric, "acc", 1},
                                             {Entity::tag, "team", 1}});
  const app::KeyReport some = app::report_keys(store, {}, "params.lr = '0.1'");
  CHECK(some.total == 2);
  CHECK(some.matched == 1);
  CHECK(some.keys ==
        std::vector<app::KeyUse>{{Entity::param, "lr", 1}, {Entity::param, "seed", 1}});
  CHECK_THROWS_AS(app::report_keys(store, {}, "params.gone = '1'"), Error);
}
