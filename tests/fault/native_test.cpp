#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/faulty.hpp"
#include "disk/files.hpp"
#include "fixed.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"
#include "test_disks.hpp"

// Every operation that writes, with a fault at each call that changes something in turn: the call
// fails, a write is cut short on a disk that is full from then on, or the process dies there.

namespace mlt::store {
namespace {

using Files = std::map<std::string, std::string>;

void collect(disk::Disk& disk, const std::string& folder, Files& files) {
  const auto entries = disk.find_list(folder);
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>())) {
    const std::string path = disk::join_path(folder, entry.name);
    if (entry.kind == disk::FileKind::directory) {
      collect(disk, path, files);
    } else {
      files[path] = disk::read_text(disk, path);
    }
  }
}

Files files_of(disk::Disk& disk) {
  Files files;
  collect(disk, "", files);
  return files;
}

bool is_temporary(const std::string& path) { return path.starts_with(".tmp/"); }

/// A store that is opened anew for each step, with the same times and ids in every round.
class Desk {
 public:
  Desk(test::TestDisk on, bool durable) : on_(std::move(on)), durable_(durable) {}

  [[nodiscard]] disk::Disk& disk() { return *on_.disk; }
  [[nodiscard]] std::shared_ptr<disk::Disk> shared_disk() { return on_.disk; }
  [[nodiscard]] const test::TestDisk& on() const { return on_; }

  std::unique_ptr<Store> open(const std::shared_ptr<disk::Disk>& disk, IssueSink on_issue = {}) {
    random_ = test::FixedRandom(seed_++);
    return open_native_store({.disk = disk,
                              .clock = clock_,
                              .random = random_,
                              .on_issue = std::move(on_issue),
                              .policy = policy(),
                              .host = host});
  }
  std::unique_ptr<Store> open() { return open(on_.disk); }

  void init(disk::Disk& disk) {
    random_ = test::FixedRandom(seed_++);
    init_native_store(disk, random_, policy());
  }
  [[nodiscard]] disk::WritePolicy policy() const { return {.durable = durable_}; }
  test::FixedClock& clock() { return clock_; }
  std::vector<Finding> doctor(Store& store, bool fix) {
    return store.doctor(
        {.fix = fix, .run_owner = owner, .process = [](int) { return Liveness::dead; }});
  }

  std::string host = "here";
  std::function<Liveness(const Run&)> owner;
  RunRef run;  ///< made by prepare()

  /// What every case begins with: acknowledged, and there ever after.
  void prepare() {
    init(disk());
    const auto store = open();
    NewRun first;
    first.experiment_id = store->create_experiment({"kept", {}}).id;
    first.name = "a-run";
    first.host = "here";
    first.params = {{"kept", "1"}};
    run = store->create_run(first);
    const auto writer = store->open_run(run);
    writer->append({.metrics = {{"kept", {0, 5, 0.5}}}, .tags = {{"kept", "x"}}});
    writer->put_artifact_bytes("old.txt", "the old text");
    writer->put_code("old.diff", "the old diff");
    clock_.advance(1000);
  }

 private:
  test::TestDisk on_;
  bool durable_;
  test::FixedClock clock_;
  test::FixedRandom random_;
  std::uint64_t seed_ = 1;
};

struct Operation {
  std::string name;
  /// Done without faults; may be absent.
  std::function<void(Desk&)> before;
  /// On a disk that may be faulty.
  std::function<void(Desk&, const std::shared_ptr<disk::Disk>&)> run;
  /// What must be so once it was acknowledged.
  std::function<void(Desk&, Store&)> check;
  bool begins_empty = false;
  /// The same again may be refused, because the first time was whole though not acknowledged.
  bool may_be_taken = false;
  bool memory_only = false;
};

std::unique_ptr<RunWriter> writer_of(Desk& desk, Store& store) { return store.open_run(desk.run); }

/// An operation on the run.
Operation on_run(std::string name, std::function<void(RunWriter&)> work,
                 std::function<void(const Run&)> check) {
  Operation operation;
  operation.name = std::move(name);
  operation.run = [work](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    const auto store = desk.open(disk);
    work(*writer_of(desk, *store));
  };
  operation.check = [check](Desk& desk, Store& store) { check(store.get_run(desk.run)); };
  return operation;
}

RunBatch batch_of_megabyte() {
  RunBatch batch;
  for (int step = 0; step < 17'000; ++step) {
    batch.metrics.push_back({"many", {step, 1'700'000'000'000, 0.5}});
  }
  return batch;
}

Operation on_store(std::string name, std::function<void(Desk&, Store&)> work,
                   std::function<void(Desk&, Store&)> check) {
  Operation operation;
  operation.name = std::move(name);
  operation.run = [work](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    work(desk, *desk.open(disk));
  };
  operation.check = std::move(check);
  return operation;
}

const Experiment& named_first(std::vector<Experiment>& experiments, const std::string& name) {
  const auto is_it = [&name](const Experiment& experiment) { return experiment.name == name; };
  const auto it = std::find_if(experiments.begin(), experiments.end(), is_it);
  REQUIRE(it != experiments.end());
  return *it;
}

/// What happens to experiments other than the one that every case keeps.
std::vector<Operation> experiment_operations() {
  const ExperimentId id{"other"};
  const auto prepare = [](Desk& desk) { desk.open()->create_experiment({"other", {{"a", "1"}}}); };
  const auto prepare_deleted = [id](Desk& desk) {
    const auto store = desk.open();
    store->create_experiment({"other", {}});
    NewRun run;
    run.experiment_id = id;
    desk.open()->create_run(run);
    store->set_experiment_lifecycle(id, Lifecycle::deleted);
  };
  std::vector<Operation> all{
      on_store(
          "rename an experiment",
          [id](Desk&, Store& store) { store.rename_experiment(id, "renamed"); },
          [](Desk&, Store& store) {
            auto experiments = store.list_experiments();
            CHECK(named_first(experiments, "renamed").id.value == "other");
          }),
      on_store(
          "tag an experiment",
          [id](Desk&, Store& store) {
            store.tag_experiment(id, {.set = {{"b", "2"}, {"c", "3"}}});
          },
          [](Desk&, Store& store) {
            auto experiments = store.list_experiments();
            CHECK(named_first(experiments, "other").tags ==
                  KeyValueMap{{"a", "1"}, {"b", "2"}, {"c", "3"}});
          }),
      on_store(
          "delete an experiment",
          [id](Desk&, Store& store) { store.set_experiment_lifecycle(id, Lifecycle::deleted); },
          [](Desk&, Store& store) {
            auto experiments = store.list_experiments();
            CHECK(named_first(experiments, "other").lifecycle == Lifecycle::deleted);
          })};
  for (Operation& operation : all) {
    operation.before = prepare;
  }
  Operation purge = on_store(
      "purge an experiment",
      [id](Desk&, Store& store) {
        if (store.list_experiments().size() > 1) {
          store.purge_experiment(id);
        }
      },
      [](Desk&, Store& store) { CHECK(store.list_experiments().size() == 1); });
  purge.before = prepare_deleted;
  all.push_back(purge);
  all.push_back(on_store(
      "take over an experiment",
      [](Desk&, Store& store) {
        store.import_experiment({{"77"}, "theirs", Lifecycle::deleted, 5, 9, {}});
      },
      [](Desk&, Store& store) {
        auto experiments = store.list_experiments();
        CHECK(named_first(experiments, "theirs").lifecycle == Lifecycle::deleted);
      }));
  return all;
}

/// Another run than the one that every case keeps.
RunRef second_run(const Desk& desk) { return {desk.run.experiment_id, {"second"}}; }

RunImport import_of_second(const Desk& desk, Lifecycle lifecycle) {
  RunImport import;
  import.run.id = second_run(desk).run_id;
  import.run.experiment_id = desk.run.experiment_id;
  import.run.lifecycle = lifecycle;
  import.run.params = {{ "lr", "0.1" }};
  import.run.tags = {{ "t", "a secret" }};
  import.points = {{ "loss", { 1, 2, 0.5 } }};
  return import;
}

std::vector<Operation> run_operations() {
  std::vector<Operation> all;
  all.push_back(on_store(
      "take over a run",
      [](Desk& desk, Store& store) {
        const test::TempFolder folder;
        std::ofstream(folder.path() + "/file") << "bytes";
        RunImport import = import_of_second(desk, Lifecycle::active);
        import.artifacts_from = folder.path();
        store.import_run(import);
      },
      [](Desk& desk, Store& store) {
        const Run run = store.get_run(second_run(desk));
        CHECK(run.params.at("lr") == "0.1");
        CHECK(run.metrics.at("loss").count == 1);
        CHECK(run.artifacts.at("file").size == 5);
      }));
  Operation purge = on_store(
      "purge a run",
      [](Desk& desk, Store& store) {
        if (store.locate_run(second_run(desk).run_id)) {
          store.purge_run(second_run(desk));
        }
      },
      [](Desk& desk, Store& store) { CHECK_FALSE(store.locate_run(second_run(desk).run_id)); });
  purge.before = [](Desk& desk) {
    desk.open()->import_run(import_of_second(desk, Lifecycle::deleted));
  };
  all.push_back(purge);
  Operation redact = on_store(
      "redact",
      [](Desk& desk, Store& store) {
        store.redact({.values = {"secret"}, .runs = {second_run(desk)}});
      },
      [](Desk& desk, Store& store) {
        CHECK(store.get_run(second_run(desk)).tags.at("t") == "a ***");
        CHECK(store.redact({.values = {"secret"}, .dry_run = true}).empty());
      });
  redact.before = [](Desk& desk) {
    desk.open()->import_run(import_of_second(desk, Lifecycle::active));
    desk.open()->open_run(second_run(desk))->put_artifact_bytes("logs/out", "a secret again");
  };
  all.push_back(redact);
  Operation lifecycle = on_store(
      "delete a run",
      [](Desk& desk, Store& store) {
        store.open_run(second_run(desk))->set_lifecycle(Lifecycle::deleted);
      },
      [](Desk& desk, Store& store) {
        CHECK(store.get_run(second_run(desk)).lifecycle == Lifecycle::deleted);
      });
  lifecycle.before = redact.before;
  all.push_back(lifecycle);
  all.push_back(on_run(
      "inputs and outputs",
      [](RunWriter& run) {
        run.append({.dataset_inputs = {{{"d", "1", "local", "s", std::nullopt, "{}"}, {}}},
                    .model_inputs = {{"m-1", {{"k", "v"}}}},
                    .model_outputs = {{"m-2", 3}}});
      },
      [](const Run& run) {
        CHECK(run.dataset_inputs.size() == 1);
        CHECK(run.model_inputs.size() == 1);
        CHECK(run.model_outputs.size() == 1);
      }));
  return all;
}

std::vector<Operation> model_operations() {
  const ModelId id{"m-1"};
  const auto import = [id](Desk& desk, Store& store) {
    ModelImport model;
    model.model.id = id;
    model.model.experiment_id = desk.run.experiment_id;
    model.model.name = "net";
    store.import_model(model);
  };
  std::vector<Operation> all{
      on_store("take over a model", import,
               [id](Desk&, Store& store) { CHECK(store.find_model(id)->name == "net"); }),
      on_store(
          "create a model",
          [](Desk& desk, Store& store) {
            store.create_model({desk.run.experiment_id, "net", "", "", {{"a", "1"}}, {}});
          },
          [](Desk&, Store& store) {
            REQUIRE_FALSE(store.list_models({}).empty());
            CHECK(store.list_models({}).front().params.at("a") == "1");
          }),
      on_store(
          "change a model",
          [id](Desk& desk, Store& store) {
            store.change_model({desk.run.experiment_id, id},
                               {.status = ModelStatus::ready, .params = {{"a", "2"}}});
          },
          [id](Desk&, Store& store) {
            const LoggedModel model = store.find_model(id).value();
            CHECK(model.status == ModelStatus::ready);
            CHECK(model.params.at("a") == "2");
          })};
  all.back().before = [import](Desk& desk) { import(desk, *desk.open()); };
  return all;
}

std::vector<Operation> operations() {
  std::vector<Operation> all;
  Operation init;
  init.name = "init";
  init.begins_empty = true;
  init.run = [](Desk& desk, const std::shared_ptr<disk::Disk>& disk) { desk.init(*disk); };
  init.check = [](Desk& desk, Store&) {
    CHECK(detect_layout(desk.disk()) == Layout::native);
    CHECK(desk.disk().find_stat(".gitignore"));
    CHECK(desk.disk().find_stat(".gitattributes"));
  };
  all.push_back(init);

  Operation create;
  create.name = "create an experiment";
  create.may_be_taken = true;
  create.run = [](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    desk.open(disk)->create_experiment({"iris", {{"team", "vision"}}});
  };
  create.check = [](Desk&, Store& store) {
    const auto experiments = store.list_experiments();
    REQUIRE(experiments.size() == 2);
    CHECK(experiments[0].name == "iris");
    CHECK(experiments[0].tags.at("team") == "vision");
  };
  all.push_back(create);

  Operation ensure = create;
  ensure.name = "the default experiment";
  ensure.may_be_taken = false;
  ensure.run = [](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    desk.open(disk)->ensure_default_experiment();
  };
  ensure.check = [](Desk&, Store& store) {
    CHECK(store.list_experiments().front().name == "Default");
  };
  all.push_back(ensure);

  Operation new_run;
  new_run.name = "create a run";
  new_run.run = [](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    NewRun run;
    run.experiment_id = desk.run.experiment_id;
    run.name = "another";
    run.params = {{"lr", "0.1"}};
    run.tags = {{"t", "x"}};
    desk.open(disk)->create_run(run);
  };
  new_run.check = [](Desk& desk, Store& store) {
    bool found = false;
    for (const RunRef& ref : store.list_runs({})) {
      const Run run = store.get_run(ref);
      if (ref != desk.run) {
        CHECK(run.name == "another");
        CHECK(run.params.at("lr") == "0.1");
        CHECK(run.tags.at("t") == "x");
        found = true;
      }
    }
    CHECK(found);
  };
  all.push_back(new_run);

  all.push_back(on_run(
      "a metric",
      [](RunWriter& run) {
        run.append({.metrics = {{"loss", {1, 7, 0.25}}}});
      },
      [](const Run& run) { CHECK(run.metrics.at("loss").last.value == 0.25); }));
  all.push_back(on_run(
      "a param",
      [](RunWriter& run) {
        run.append({.params = {{"lr", "0.1"}}});
      },
      [](const Run& run) { CHECK(run.params.at("lr") == "0.1"); }));
  all.push_back(on_run(
      "a tag",
      [](RunWriter& run) {
        run.append({.tags = {{"t", "x"}}});
      },
      [](const Run& run) { CHECK(run.tags.at("t") == "x"); }));
  all.push_back(on_run(
      "a batch",
      [](RunWriter& run) {
        run.append({.params = {{"a", "1"}, {"b", "2"}},
                    .metrics = {{"loss", {1, 7, 0.25}}, {"loss", {2, 7, 0.125}}},
                    .tags = {{"t", "x"}}});
      },
      [](const Run& run) {
        CHECK(run.params.at("b") == "2");
        CHECK(run.metrics.at("loss").count == 2);
        CHECK(run.tags.at("t") == "x");
      }));
  all.push_back(on_run(
      "a batch that takes the journal over a MiB",
      [](RunWriter& run) { run.append(batch_of_megabyte()); },
      [](const Run& run) { CHECK(run.metrics.at("many").count == 17'000); }));
  Operation after_torn = all[4];
  after_torn.name = "a metric after a torn line";
  after_torn.before = [](Desk& desk) {
    disk::write_all(
        *desk.disk().open(run_folder(desk.run) + "/journal.jsonl", disk::OpenMode::append),
        "{\"metric\":\"lo");
  };
  all.push_back(after_torn);
  all.push_back(on_run(
      "a new artifact",
      [](RunWriter& run) { run.put_artifact_bytes("deep/er/new.txt", "the new text"); },
      [](const Run& run) { CHECK(run.artifacts.at("deep/er/new.txt").size == 12); }));
  all.push_back(on_run(
      "an artifact in place of another",
      [](RunWriter& run) { run.put_artifact_bytes("old.txt", "another text"); },
      [](const Run& run) {
        CHECK(run.artifacts.at("old.txt").size == 12);
        CHECK(run.artifacts.size() == 1);
      }));
  all.push_back(on_run(
      "an artifact of a file outside",
      [](RunWriter& run) {
        const test::TempFolder folder;
        const std::string source = folder.path() + "/source";
        std::ofstream(source) << std::string(300'000, 's');
        run.put_artifact("copy.bin", source);
      },
      [](const Run& run) { CHECK(run.artifacts.at("copy.bin").size == 300'000); }));
  all.push_back(on_run(
      "an artifact written in place", [](RunWriter& run) { run.record_artifact("old.txt"); },
      [](const Run& run) { CHECK(run.artifacts.at("old.txt").size == 12); }));
  Operation code = on_run(
      "code", [](RunWriter& run) { run.put_code("old.diff", "the new diff"); },
      [](const Run& run) { CHECK_FALSE(run.damaged); });
  code.check = [](Desk& desk, Store&) {
    CHECK(disk::read_text(desk.disk(), run_folder(desk.run) + "/code/old.diff") == "the new diff");
  };
  all.push_back(code);
  all.push_back(on_run(
      "the end of the run",
      [](RunWriter& run) { run.set_status(RunStatus::finished, 1'795'447'999'000); },
      [](const Run& run) {
        CHECK(run.status == RunStatus::finished);
        CHECK(run.end_time_ms == 1'795'447'999'000);
      }));

  Operation far = all[4];
  far.name = "a metric from another machine";
  far.memory_only = true;
  far.before = [](Desk& desk) {
    static_cast<disk::MemoryDisk&>(desk.disk()).pretend_network(true);
    desk.host = "far";
  };
  all.push_back(far);

  Operation doctor;
  doctor.name = "doctor --fix";
  doctor.before = [](Desk& desk) {
    const std::string folder = run_folder(desk.run);
    const auto store = desk.open();
    NewRun run;
    run.experiment_id = desk.run.experiment_id;
    run.name = "abandoned";
    store->create_run(run);
    desk.open()->open_run(desk.run)->set_status(RunStatus::finished, 1'795'447'999'000);
    desk.on().put(folder + "/journal.jsonl",
                  "garbage\n" + disk::read_text(desk.disk(), folder + "/journal.jsonl") + "torn");
    desk.on().put(folder + "/run.json", "<<<<<<< HEAD\n");
    desk.on().put(".gitignore", "/.lock\n");
    desk.on().put(".tmp/99-0123456789abcdef/journal.jsonl", "left behind");
    desk.owner = [](const Run& of) {
      return of.name == "abandoned" ? Liveness::dead : Liveness::unknown;
    };
  };
  doctor.run = [](Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
    const auto findings = desk.doctor(*desk.open(disk), true);
    for (const Finding& finding : findings) {
      CHECK(finding.fixed);
    }
  };
  doctor.check = [](Desk& desk, Store& store) {
    CHECK(desk.doctor(store, false).empty());
    CHECK(store.get_run(desk.run).status == RunStatus::finished);
    const auto lost = desk.disk().open_beside("lost-and-found");
    const std::string journal = disk::read_text(*lost, run_folder(desk.run) + "/journal.jsonl");
    CHECK(journal.find("garbage\n") != std::string::npos);
    CHECK(journal.find("torn\n") != std::string::npos);
  };
  all.push_back(doctor);
  for (const auto& more : {experiment_operations(), run_operations(), model_operations()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

/// A visible file is what it was before or what it is after; a journal has all that it had, then
/// whole lines of those that were to come, of which the last may be torn.
void check_nothing_half(const Files& now, const Files& before, const Files& after) {
  for (const auto& [path, text] : before) {
    if (!is_temporary(path)) {
      CAPTURE(path);
      CHECK((now.contains(path) || !after.contains(path)));
    }
  }
  for (const auto& [path, text] : now) {
    if (is_temporary(path)) {
      continue;
    }
    CAPTURE(path);
    const auto old = before.find(path);
    const auto then = after.find(path);
    const bool is_old = old != before.end() && text == old->second;
    const bool is_new = then != after.end() && text == then->second;
    if (is_old || is_new) {
      continue;
    }
    const bool is_journal = path.ends_with(".jsonl");
    CHECK_MESSAGE(is_journal, "half: ", path);
    // One that was put in place of the old, and is still to get its last lines.
    if (is_journal && then != after.end() && then->second.starts_with(text)) {
      continue;
    }
    const std::string start = old == before.end() ? "" : old->second;
    CHECK(text.starts_with(start));
    CHECK(then != after.end());
    std::string rest = text.substr(std::min(start.size(), text.size()));
    const std::size_t last = rest.rfind('\n');
    const std::string whole = last == std::string::npos ? "" : rest.substr(0, last + 1);
    CHECK(then->second.find(whole) != std::string::npos);
    CHECK(then->second.find(rest.substr(whole.size())) != std::string::npos);
  }
}

void check_kept(Desk& desk, const std::shared_ptr<disk::Disk>& disk) {
  std::vector<Issue> issues;
  const auto store = desk.open(disk, [&issues](const Issue& issue) { issues.push_back(issue); });
  const Run run = store->get_run(desk.run);
  CHECK(run.name == "a-run");
  CHECK(run.params.at("kept") == "1");
  CHECK(run.tags.at("kept") == "x");
  CHECK(run.metrics.at("kept").last.value == 0.5);
  CHECK(run.artifacts.contains("old.txt"));
  const auto experiments = store->list_experiments();
  CHECK(std::any_of(experiments.begin(), experiments.end(),
                    [](const Experiment& experiment) { return experiment.name == "kept"; }));
  std::size_t seen = 0;
  store->scan_runs({.lifecycle = LifecycleFilter::all}, [&](Run&&) { ++seen; });
  CHECK(seen == store->list_runs({}).size());
}

class Trial {
 public:
  Trial(const Operation& operation, std::function<test::TestDisk()> make, bool durable)
      : operation_(operation), make_(std::move(make)), durable_(durable) {}

  void run() {
    int changes = 0;
    {
      Desk desk = begin();
      before_ = files_of(desk.disk());
      const auto counting =
          std::make_shared<disk::FaultyDisk>(desk.shared_disk(), disk::Fault::none, 0);
      operation_.run(desk, counting);
      changes = counting->changes();
      REQUIRE(changes > 0);
      after_ = files_of(desk.disk());
      operation_.check(desk, *desk.open());
    }
    for (const disk::Fault fault :
         {disk::Fault::error, disk::Fault::short_write, disk::Fault::death}) {
      const int fault_number = static_cast<int>(fault);
      CAPTURE(fault_number);
      for (int at = 1; at <= changes; ++at) {
        strike(fault, at);
      }
    }
  }

 private:
  Desk begin() {
    Desk desk(make_(), durable_);
    if (!operation_.begins_empty) {
      desk.prepare();
    }
    if (operation_.before) {
      operation_.before(desk);
    }
    return desk;
  }

  void strike(disk::Fault fault, int at) {
    CAPTURE(at);
    Desk desk = begin();
    const auto faulty = std::make_shared<disk::FaultyDisk>(desk.shared_disk(), fault, at);
    bool acknowledged = false;
    bool died = false;
    try {
      operation_.run(desk, faulty);
      acknowledged = true;
    } catch (const disk::ProcessDied&) {
      died = true;
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::system);
      CHECK(error.message().find("No space left on device") != std::string::npos);
    }
    CHECK(died == (fault == disk::Fault::death));
    const Files now = files_of(desk.disk());
    check_nothing_half(now, before_, after_);
    if (!died && !operation_.name.starts_with("doctor")) {
      CHECK(std::none_of(now.begin(), now.end(),
                         [](const auto& file) { return is_temporary(file.first); }));
    }
    if (!operation_.begins_empty) {
      check_kept(desk, desk.shared_disk());
    }
    if (acknowledged) {
      operation_.check(desk, *desk.open());
    }
    repeat(desk);
  }

  void repeat(Desk& desk) {
    try {
      operation_.run(desk, desk.shared_disk());
    } catch (const Error& error) {
      CHECK(operation_.may_be_taken);
      CHECK(error.code() == ErrorCode::refused);
    }
    operation_.check(desk, *desk.open());
    for (const Finding& finding : desk.doctor(*desk.open(), true)) {
      CAPTURE(finding.path);
      CHECK_MESSAGE(finding.fixed, finding.code, " ", finding.message);
    }
    for (const Finding& finding : desk.doctor(*desk.open(), false)) {
      FAIL_CHECK("still there: ", finding.code, " ", finding.path, " ", finding.message);
    }
    CHECK(desk.disk().find_list(".tmp").value_or(std::vector<disk::DirEntry>()).empty());
    operation_.check(desk, *desk.open());
  }

  const Operation& operation_;
  std::function<test::TestDisk()> make_;
  bool durable_;
  Files before_;
  Files after_;
};

void try_all(const std::function<test::TestDisk()>& make, bool in_memory, bool durable) {
  for (const Operation& operation : operations()) {
    if (operation.memory_only && !in_memory) {
      continue;
    }
    CAPTURE(operation.name);
    Trial(operation, make, durable).run();
  }
}

TEST_CASE("a fault at every changing call, in memory") {
  try_all(test::memory_test_disk, true, false);
}

TEST_CASE("a fault at every changing call, in memory, durable") {
  try_all(test::memory_test_disk, true, true);
}

// Not durable: thousands of real syncs would take minutes and show nothing more.
TEST_CASE("a fault at every changing call, on the real disk") {
  try_all(test::real_test_disk, false, false);
}

}  // namespace
}  // namespace mlt::store
