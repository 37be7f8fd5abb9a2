#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/commands/compare_diff.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

namespace {

struct DiffCommand {
  std::string a;
  std::string b;
  DiffRequest request;
};

Action declare_diff(OptionTable& table) {
  auto command = std::make_shared<DiffCommand>();
  table.operand("A", command->a, "a run, REV:RUN too").complete(Completion::run);
  table.operand("B", command->b, "another, held against it").complete(Completion::run);
  table.option("--goal", "METRIC=max", command->request.goals,
               "which way a metric is better, max or min, where its name does not tell");
  declare_diff_options(table, command->request);
  table.flag("--no-header", command->request.no_header, "rows only, off a terminal");
  table.description(
      "Shows by what the second run differs from the first: params; metrics by their best values "
      "where it is known which way is better, else by their last ones, with the change and whether "
      "that is better or worse; the time they took; status and command; code; data sets by digest; "
      "the packages of their environments; host; tags; artifacts by size and digest. What is the "
      "same is said in a word.\n\n"
      "Params are compared as numbers where they are numbers: 1e-3 is 0.001. Code is compared as "
      "both runs started from it, with what was not committed. Environments are compared by the "
      "lock files, requirements.txt or conda.yaml that the runs keep. How long runs took is no "
      "difference to --exit-code.\n\n"
      "Off a terminal each difference is a line of a table.");
  table.example("mlt diff @last~1 @last", "what the newest run did otherwise");
  table.example("mlt diff main:@best:metrics.acc @last --exit-code", "against the best of main");
  table.example("mlt diff @last~1 @last -F table --code", "with the patch between their code");
  declare_diff_exit(table);
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-artifacts-diff(1)");
  return [command](Context& context) {
    return print_diff(context, select_stored_run(context, command->a),
                      select_stored_run(context, command->b), command->request);
  };
}

}  // namespace

constexpr Command kDiffRows[] = {{"diff", "show by what two runs differ", declare_diff}};
const CommandFamily kDiffCommands = kDiffRows;

}  // namespace mlt::cli
