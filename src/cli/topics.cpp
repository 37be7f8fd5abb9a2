#include <utility>

#include "cli/page.hpp"

// The pages on subjects rather than commands. What they say of codes, variables and selectors is
// what the tests of the command line hold true.

namespace mlt::cli {

namespace {

using Kind = Block::Kind;

Block paragraph(std::string text) { return {Kind::paragraph, std::move(text)}; }
Block literal(std::string text) { return {Kind::literal, std::move(text)}; }
Block heading(std::string text) { return {Kind::heading, std::move(text)}; }
Block term(std::string label, std::string text) {
  return {Kind::term, std::move(text), std::move(label)};
}

Page exit_codes() {
  Page page{"mlt-exit-codes", 7, "how mlt ends", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph("The code of a command is part of its interface: it changes by addition only."),
        term("0", "done; an empty list is done as well"),
        term("1", "the answer is no: mlt doctor has findings, a gate of mlt check failed"),
        term("2",
             "usage: an unknown or malformed option, an ambiguous selector, a store of a kind that "
             "this version does not open"),
        term("3", "not found: the store, experiment, run, key or file"),
        term("4", "refused: a param that has another value already, a run that has ended"),
        term("5",
             "broken data: a file of the store cannot be parsed or contradicts itself; with "
             "--strict also where a list left out something damaged"),
        term("6",
             "the system: input or output failed, the disk is full, a lock was not got in "
             "time, a program is missing"),
        term("7", "remote: a server or the network"),
        term("130, 143", "interrupted, terminated")}});
  page.sections.push_back(
      {"MLT RUN",
       {paragraph("mlt run ends with the code of the command it wraps, and with these of its own:"),
        term("125",
             "mlt itself failed: before the start, or it could not record a command that "
             "returned 0"),
        term("126", "the command cannot be executed"), term("127", "the command was not found"),
        term("128+N", "the command was ended by signal N")}});
  page.sections.push_back(
      {"ERRORS",
       {paragraph(
            "An error goes to standard error: one line that begins with 'error:', what caused "
            "it in lines that begin with 'caused by:', and in lines that begin with 'hint:' "
            "what to type next. With --json it is one line of JSON instead:"),
        literal("{\"error\":{\"code\":\"not_found\",\"exit\":3,\"message\":\"...\",\"hints\":[]}}"),
        paragraph("A closed pipe, as in 'mlt runs list | head', is no error. A full or closed "
                  "standard output is one (6).")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt(1)")}});
  return page;
}

Page environment() {
  Page page{"mlt-environment", 7, "the variables that mlt reads and sets", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph("An option outranks a variable. An empty variable counts as unset."),
        heading("Read"),
        term("MLT_STORE, MLFLOW_TRACKING_URI", "the store, as --store names it"),
        term("MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID",
             "the experiment; where both are set they must mean the same one"),
        term("MLT_RUN_ID, MLFLOW_RUN_ID", "the current run"),
        term("MLT_FORMAT", "how to print, as --format names it"),
        term("MLT_DURABLE", "1: as --durable"),
        term("MLT_LOG", "warning, info or debug, as -v and -vv"),
        term("MLT_PAGER, PAGER", "the pager; less if neither is set"),
        term("LESS", "set to FRX for the pager if it is not set"),
        term("NO_COLOR, CLICOLOR_FORCE", "no colour, or colour where there is no terminal"),
        term("TERM", "dumb: no colour"),
        term("COLUMNS", "the width of the screen"),
        term("LC_ALL, LC_CTYPE, LANG",
             "whether characters beyond ASCII may be printed; numbers never depend on it"),
        term("TZ", "the time zone in which times are shown to people"),
        term("CI", "set: nobody is asked, no progress is shown"),
        term("GITHUB_STEP_SUMMARY", "the file that --ci appends Markdown to"),
        term("LOGNAME, USER", "who is acting, unless --as says so"),
        term("MLT_CONFIG, XDG_CONFIG_HOME, XDG_CONFIG_DIRS",
             "where settings are read from; see mlt-config(5)"),
        term("VISUAL, EDITOR", "the editor of 'mlt config edit'"),
        term("HOME", "where the search for a store ends outside git"),
        term("SHELL", "the language in which 'mlt run start' prints"),
        term("XDG_STATE_HOME",
             "where 'mlt run start --file' keeps the current run "
             "(~/.local/state)"),
        term("XDG_DATA_HOME", "where completions are installed (~/.local/share)"),
        heading("Set for the command of mlt run"),
        term("MLT_RUN_ID", "the run"),
        term("MLT_STORE", "the store, an absolute path"),
        term("MLT_RUN_DIR", "the run's directory"),
        term("MLT_ROOT_RUN_ID", "the outermost of the runs around the command"),
        term("MLT_PARAM_*", "each param, its name in capitals"),
        term("PYTHONUNBUFFERED", "1 if it is not set, for output that comes at once")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt(1), mlt-run(1)")}});
  return page;
}

Page metrics_patterns() {
  Page page{"mlt-metrics-patterns", 7, "how metrics are read from output", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph(
            "mlt run reads what its command prints, line by line, and takes metrics out of it "
            "as --metrics-from says; given more than once, each counts. Lines end at a newline "
            "or a carriage return; escape sequences of terminals are left out, and so are lines "
            "over 64 KiB. The output itself stays as it is."),
        term("kv",
             "pairs such as 'loss=0.31', 'acc: 0.9', \"'lr': 1e-3\", anywhere in the line; what "
             "follows the number must be a blank, a comma or a bracket, so '3s' is none"),
        term("json",
             "lines that are one JSON object: its numbers, the names of nested ones joined by '.'; "
             "arrays are left out; NaN and Infinity as Python writes them are taken"),
        term("TEMPLATE",
             "text with names in braces, which stand for numbers; a blank stands for one or more, "
             "{{ and }} for braces"),
        term("regex:PATTERN",
             "a Perl-compatible regular expression with named groups: key and value, or groups "
             "named "
             "after the metrics; every match in the line counts")}});
  page.sections.push_back(
      {"STEPS AND TIMES",
       {paragraph(
           "The step is what the line calls 'step', or what --step-key names: '3', '3/10', "
           "'3.0'. In a line without one, each metric counts up by itself from 0. A template "
           "and a pattern may also name 'time': seconds or milliseconds since 1970, or a date; "
           "else the time of reading counts.")}});
  page.sections.push_back(
      {"LINES FOR MLT",
       {paragraph(
            "Lines that begin with '::mlt ' always count, also over ssh and from containers:"),
        literal("::mlt metric loss=0.3 acc=0.9 step=5\n::mlt param optimizer=adam\n"
                "::mlt tag note=\"two words\"")}});
  page.sections.push_back(
      {"FAULTS",
       {paragraph(
           "What cannot be taken, such as a key that breaks the rules or a word where a "
           "number should be, is left out with one warning for each kind. A pattern that needs "
           "too long on a line gives it up: no pattern can hang a run.")}});
  page.sections.push_back(
      {"EXAMPLES",
       {literal("mlt run --metrics-from 'epoch {step} loss {train_loss} acc {acc}' -- ./train"),
        literal("mlt run --metrics-from kv --step-key epoch -- ./train"),
        literal("mlt run --metrics-from 'regex:(?<key>\\w+) is (?<value>\\S+)' -- ./train")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt-run(1), mlt-log(1)")}});
  return page;
}

Page search() {
  Page page{"mlt-search", 7, "filters and orders over runs", {}};
  page.sections.push_back(
      {"FILTERS",
       {paragraph("--filter keeps the runs for which an expression is true. MLflow's filters work "
                  "as they do there; OR, NOT, parentheses and more come on top. NOT binds closest, "
                  "then AND, then OR."),
        literal("metrics.acc > 0.9 AND params.opt = 'adam' AND status = 'FINISHED'\n"
                "loss:min < 0.3 and (params.opt in ('adam', 'lion') or tags.keep)\n"
                "start >= yesterday and not name ~ 'debug*'"),
        term("metrics.KEY",
             "a metric: = != > >= < <= and a number, [NOT] IN (1, 2), [NOT] BETWEEN "
             "1 AND 2"),
        term("metrics.KEY:REDUCER",
             "last (which counts if nothing is said), min, max, first, count, mean, sd, sum, auc; "
             "metrics.KEY@step=100 is the value at that step"),
        term("params.KEY, tags.KEY",
             "= != [NOT] LIKE ILIKE IN and a text in quotes, ~ and a glob, or a number without "
             "quotes as for a metric"),
        term("name, status, user, id",
             "run_name, status, user_id, run_id: as params, but text only"),
        term("start, end",
             "start_time, end_time: 2d (ago), today, yesterday, 2026-11-03, '2026-11-03 22:10', "
             "milliseconds since 1970; a date is the whole day"),
        term("duration", "90s, 2h, 1h30m, milliseconds; of a run that goes on until now"),
        term("dataset.name, dataset.digest, dataset.context",
             "a text, true if any data set of the run fits"),
        term("acc, lr", "any other word is the metric or param of that name, whichever there is"),
        paragraph("IS NULL and IS NOT NULL go with all of them; a key alone, as in tags.keep, is "
                  "the same as IS NOT NULL."),
        paragraph("A key with '/', '-', ':' or a blank stands in backticks, as in "
                  "metrics.`train/acc`; only the first dot splits. In LIKE, % is any run of "
                  "characters and _ one character, but no line break; ILIKE takes letters in any "
                  "case."),
        paragraph("What a run does not have matches no comparison, not even != or NOT IN; only IS "
                  "NULL asks for absence. NOT before a comparison or a parenthesis keeps exactly "
                  "the other runs, those without a value too. NaN differs from every number. "
                  "Params and tags are text where they are compared with text: '0.1' is not "
                  "'1e-1', but params.lr = 0.1 finds both.")}});
  page.sections.push_back(
      {"ORDERS",
       {paragraph(
            "--order-by takes names with ASC or DESC behind them, or the short spelling, in "
            "which a minus is DESC and a bare word the param or metric of that name; a metric "
            "may have :last, :min, :max or :first behind it:"),
        literal("metrics.acc DESC, start_time ASC\n-acc,lr,loss:min"),
        paragraph("Values come first, then NaN, then runs without a value, in both directions. "
                  "Text sorts by code point. Ties go to the newer run, then to the smaller id.")}});
  page.sections.push_back(
      {"ERRORS",
       {paragraph("A malformed expression is an error (2) with a caret under the wrong token. A "
                  "metric or param that no run of the experiment has is an error (3) with the "
                  "nearest key.")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt-compare(1), mlt-runs-list(1)")}});
  return page;
}

Page gates() {
  Page page{"mlt-gates", 7, "rules over a run and its baseline", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph(
            "A gate is an expression that must not be true: mlt check and mlt compare --fail-if "
            "end with 1 where it is. It looks at the candidate, which is the run that is checked, "
            "and at the baseline, which is what --against names."),
        literal("metrics.acc < baseline - 0.01\npct(metrics.val_loss:min) > 1\n"
                "metrics.acc < 0.9 or tags.reviewed != 'yes'\n"
                "not missing(metrics.latency) and metrics.latency > 20"),
        term("metrics.KEY, params.KEY, tags.KEY",
             "of the candidate; a word alone is a metric, and :min and the other reducers of "
             "filters go with metrics"),
        term("baseline", "in a comparison: the key that it is compared with, in the baseline"),
        term("baseline.metrics.KEY", "a key of the baseline"),
        term("n, baseline.n", "of how many finished runs the candidate or the baseline is one"),
        term("delta(KEY), pct(KEY)",
             "the candidate less the baseline; the same in percent of the baseline's size"),
        term("missing(KEY)", "true where there is no value, or NaN; baseline.KEY too"),
        term("abs(X), min(X, ...), max(X, ...)", "of numbers"),
        term("+ - * / ( )", "calculate; < <= > >= = == != compare; NOT, AND, OR join"),
        paragraph("Texts stand in quotes and are compared with = and !=. A param or tag is a "
                  "number where it is compared with one. A difference that rounding alone may "
                  "make is none: 0.93 - 0.01 is 0.92.")}});
  page.sections.push_back(
      {"WHAT IS MISSING",
       {paragraph(
           "A comparison that lacks a value, because the run does not have it, it is NaN, there "
           "is no baseline, or something was divided by 0, is neither true nor false. NOT leaves "
           "it so; AND is false if the other side is, OR is true if the other side is. A gate "
           "that is not known in the end fails; --missing pass or skip, or 'missing' in a policy, "
           "make it count as passed or not at all.")}});
  page.sections.push_back(
      {"WHICH RUNS",
       {paragraph(
           "The candidate is the run that is named, whatever its status. Else it is one of the "
           "finished runs that a revision given to --against or --since does not hold: the one "
           "that ended last, or what --pick says. Of a revision's finished runs --pick chooses "
           "the baseline in the same way. --pick mean makes up a run of which every value is the "
           "mean over the runs; of reducers only last, first, min and max have one.")}});
  page.sections.push_back(
      {"SEE ALSO", {paragraph("mlt-check(1), mlt-compare(1), mlt-policy(5), mlt-search(7)")}});
  return page;
}

Page policy() {
  Page page{"mlt-policy", 5, "the rules of a team, for mlt check", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph("policy.yaml in the store is written by people and holds the rules that mlt "
                  "check evaluates:"),
        literal("version: 1\nmissing: fail\nmetrics:\n"
                "  val_loss: {goal: min, reduce: min, fail_if_worse_by: {abs: 0.005, rel: 1%}}\n"
                "  acc: {goal: max, at_least: 0.92}\n"
                "  latency_ms: {goal: min, warn_if_worse_by: {rel: 10%}, missing: skip}\n"
                "fail_if:\n  - n < 3\n"
                "experiments:\n  digits: {metrics: {acc: {at_least: 0.97}}}"),
        term("version", "1"),
        term("missing", "fail, pass or skip: what a gate counts as that is not known (fail)"),
        term("metrics.KEY.goal",
             "min or max: which way it is better, for other commands too; mlt.yaml outranks it"),
        term("metrics.KEY.reduce",
             "the reducer: last (which counts if nothing is said), min, max, first, count, mean, "
             "sd, sum, auc"),
        term("metrics.KEY.at_least, at_most", "limits"),
        term("metrics.KEY.fail_if_worse_by, warn_if_worse_by",
             "abs: a number, rel: a percentage, or both: each is a limit of its own to how much "
             "worse than the baseline it may be; a warning is told and fails nothing"),
        term("metrics.KEY.missing", "the same for the rules of one metric"),
        term("fail_if, warn_if", "gates, one or a list; see mlt-gates(7)"),
        term("experiments.NAME.metrics, fail_if, warn_if",
             "rules of one experiment: what is said there of a metric replaces what is said for "
             "all, gates are added"),
        paragraph("mlt check refuses (5) a file that it does not understand in full, with the "
                  "line. 'models' is left alone. Other commands take the goals from it.")}});
  page.sections.push_back(
      {"SEE ALSO", {paragraph("mlt-check(1), mlt-gates(7), mlt-config(5), mlt-store(5)")}});
  return page;
}

Page selectors() {
  Page page{"mlt-selectors", 7, "how runs and experiments are named", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph("Wherever a command takes a RUN:"),
        term("4f2a91c0...", "its id, or a prefix of at least four digits that no other run has"),
        term("brave-owl-12", "its name"),
        term("@current",
             "the current run: --run, MLT_RUN_ID or MLFLOW_RUN_ID, else the one of "
             "'mlt run start --file'"),
        term("@last, @last~2", "the newest run of the store, and the second before it"),
        term("@best:metrics.acc",
             "the run with the best last value; the direction is guessed from the name (acc, auc, "
             "f1 "
             "up; loss, error, rmse down), and one that cannot be guessed is an error"),
        term("@min:metrics.loss, @max:metrics.acc",
             "the run with the lowest or highest last value; of the experiment of -x if given"),
        term("main:RUN, HEAD~2:RUN",
             "that run as a commit of git has it, read without a checkout; only where a command "
             "reads: mlt show, compare, check, diff, rev-parse, artifacts list, artifacts diff"),
        paragraph("Wherever a command takes an EXP: its id, its name, or a prefix of its id of at "
                  "least four characters."),
        paragraph(
            "An exact id comes first, then an exact name, then a prefix. What fits two things "
            "is an error (2) that lists them. The short ids that mlt prints are the shortest "
            "that are unique, seven digits at least.")}});
  page.sections.push_back(
      {"EXAMPLES",
       {paragraph("The best run so far, in full:"), literal("mlt show @best:metrics.acc"),
        paragraph("The two newest runs, side by side:"), literal("mlt compare @last~1 @last")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt(1), mlt-compare(1), mlt-show(1)")}});
  return page;
}

Page config() {
  Page page{"mlt-config", 5, "files that give options other defaults", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph("An option counts as it stands on the command line; else as its variable says; "
                  "else as the first of these files does that has its key:"),
        term("mlruns/mlt.yaml", "of the store that the command works in"),
        term("$XDG_CONFIG_HOME/mlt/config.yaml, ~/.config/mlt/config.yaml",
             "your own; MLT_CONFIG names another in its place"),
        term("$XDG_CONFIG_DIRS, /etc/xdg", "mlt/config.yaml in each of these directories"),
        paragraph("They are YAML. A section holds the options of one command under their long "
                  "names, with '-' between the words of the command; global options stand at the "
                  "top. A flag is true or false, an option that may be repeated takes a list. On "
                  "the command line --no-FLAG takes back what a file says of a flag:"),
        literal("format: tsv\npager: less -S\ncompare:\n  top: 5\n  goal: [loss=min, acc=max]\n"
                "runs-list:\n  status: finished"),
        paragraph("On the command line of mlt config these keys are format, pager, compare.top, "
                  "compare.goal and runs-list.status. 'mlt ls' is 'mlt runs list' here too.")}});
  page.sections.push_back(
      {"KEYS",
       {term("COMMAND.OPTION",
             "any option that has a long name, but those that remove, mend or overwrite, which "
             "have to be asked for each time"),
        term("color, durable, experiment, format, lock-timeout, no-input, no-pager, no-progress, "
             "quiet, strict, as",
             "the global options of these names; 'as' outranks LOGNAME and USER"),
        term("pager", "the pager, unless MLT_PAGER names one; it outranks PAGER"),
        term("editor", "the editor of 'mlt config edit'; it outranks VISUAL and EDITOR")}});
  page.sections.push_back(
      {"NOTES",
       {paragraph("What comes with a store may be the work of others. So pager, editor, as, quiet, "
                  "options that name files, and variables for a job (run.env) do not count in "
                  "mlt.yaml: they are passed over with a warning."),
        paragraph("A file that cannot be parsed, or a value that its option would refuse, is an "
                  "error (5) that names the line. Help, mlt version, mlt doctor and mlt config "
                  "edit work all the same. A key that does not exist is passed over, for it may "
                  "be one of a newer version; 'mlt config list' tells of it.")}});
  page.sections.push_back(
      {"SEE ALSO",
       {paragraph("mlt-config-list(1), mlt-config-set(1), mlt-environment(7), mlt-store(5)")}});
  return page;
}

Page store() {
  Page page{"mlt-store", 5, "the directory in which mlt keeps runs", {}};
  page.sections.push_back(
      {"DESCRIPTION",
       {paragraph(
            "A store is a directory with a file mlt.yaml that says 'layout: native'. It is "
            "found as mlruns/ in the working directory or the nearest one above it, no further "
            "than the root of the git repository, or outside git the home directory; --store "
            "and MLT_STORE name another. A command that writes makes the store it finds "
            "missing: at the root of the repository, outside git in the working directory."),
        paragraph(
            "Everything that matters is text that git can merge: no two branches that add runs "
            "ever conflict. There is no absolute path, no index and no lock file to be removed "
            "by hand, so a store may be moved, copied and put together with cp, rsync or git.")}});
  page.sections.push_back(
      {"FILES",
       {term("mlt.yaml", "layout and schema of the store, and settings that people edit"),
        term("policy.yaml", "the rules of mlt check, if there are any; see mlt-policy(5)"),
        term(".gitattributes, .gitignore", "what git is to know of the store"),
        term("experiments/ID/events/",
             "what happened to an experiment: one small JSON file an event, only ever added"),
        term("experiments/ID/RUN/journal.jsonl",
             "all that is known of a run, one JSON object a line, only ever appended"),
        term("experiments/ID/RUN/run.json",
             "its summary, made from the journal; for people and speed"),
        term("experiments/ID/RUN/code/", "the diff of uncommitted code, lock files"),
        term("experiments/ID/RUN/artifacts/", "files kept with the run; ignored by git"),
        term(".tmp/", "things being built; ignored by git")}});
  page.sections.push_back(
      {"NOTES",
       {paragraph(
           "The grammar of every line and event stands in docs/store-format.md of the source. "
           "'mlt doctor' looks a store over and mends what is safe to mend.")}});
  page.sections.push_back({"SEE ALSO", {paragraph("mlt(1), mlt-doctor(1), mlt-init(1)")}});
  return page;
}

}  // namespace

std::vector<Page> topic_pages() {
  return {exit_codes(), environment(), metrics_patterns(), search(), gates(),
          selectors(),  config(),      policy(),           store()};
}

}  // namespace mlt::cli
