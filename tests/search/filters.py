"""What MLflow and mlt are both asked: searches over the store of store.py."""

from store import START_MS, run_id


def runs(*filters: str) -> list:
    return [{"search": "runs", "filter": text} for text in filters]


def experiments(*filters: str) -> list:
    return [{"search": "experiments", "filter": text} for text in filters]


def ordered(search: str, *orders: list) -> list:
    return [{"search": search, "filter": "", "order_by": order} for order in orders]


NUMERIC = [f"metrics.acc {comparator} {number}" for comparator in ("=", "!=", "<", "<=", ">", ">=") for number in ("0.93", "0.7", "1", "-1", "1e-5")]
TEXTUAL = [f"{name} {comparator} {value}" for name in ("params.opt", "tags.team", "run_name", "status", "user_id")
           for comparator in ("=", "!=", "LIKE", "ILIKE") for value in ("'adam'", "'ads'", "'%A%'", "'FINISHED'")]

METRICS = [
    "metric.acc > 0.9", "metrics.loss < 0", "metrics.loss = -0.5", "metrics.loss != 0.4", "metrics.loss = 0.00001", "metrics.loss <= 1E-5",
    "metrics.zero = 0", "metrics.zero = -0", "metrics.zero >= 0.0", "metrics.zero < 0", "metrics.big > 1e308", "metrics.big < -1e308",
    "metrics.big != 1", "metrics.huge > 1e299", "metrics.huge = 1e300", "metrics.`val/acc` = 0.5", "metrics.\"val/acc\" = .5",
    "`metrics`.acc > 0.9", "metrics.`näher` = 2", "metrics.näher = 2.", "metrics.acc>.9", "metrics.acc>=0.93", "metrics.acc  >\t0.9",
    "metrics.acc > 0.9\nAND metrics.loss < 1", "metrics.acc > 0.9 and metrics.loss < 1", "metrics.acc > 0.9 aNd metrics.loss >= 0",
    "metrics.acc > 0.9 AND", "metrics.none > 0", "metrics.none != 0", "metrics.acc = 0.9300000000000001", "metrics.acc > 9007199254740993",
    "metrics.acc > 0.5 AND metrics.acc < 0.94 AND metrics.loss > -1", "parameters.lr = '0.1' AND metrics.acc > 0",
]
PARAMS = [
    "params.lr = '0.1'", "params.lr = \"0.1\"", "params.lr != '0.1'", "param.lr = '1e-1'", "parameter.lr = '0.10'", "parameters.lr LIKE '0._'",
    "params.lr LIKE '0.%'", "params.lr LIKE '%'", "params.lr LIKE '_'", "params.lr LIKE '1e%'", "params.lr ILIKE '1E%'", "params.opt LIKE 'a%'",
    "params.opt ILIKE 'a%'", "params.opt ILIKE 'АДам'", "params.opt LIKE 'gr%e'", "params.opt ILIKE 'GRÖßE'", "params.opt ILIKE 'GRÖSSE'",
    "params.opt LIKE 'adam_'", "params.opt LIKE 'adam%w'", "params.model.depth = '3'", "params.`model.depth` = '12'", "params.`s/t` = 'odd'",
    "params.\"s/t\" = 'odd'", "params.`a b` = 'spaced'", "params.`c-d` = 'dashed'", "params.`e:f` LIKE 'c%'", "params.empty = ''",
    "params.empty != ''", "params.empty LIKE ''", "params.empty LIKE '%'", "params.it = 'it''s'", "params.it LIKE 'it%s'", "params.and = 'word'",
    "params.text LIKE 'first%'", "params.text LIKE '%second'", "params.text LIKE 'first_second'", "params.text = 'first\nsecond'", "params.ends LIKE 'line'",
    "params.ends = 'line'", "params.ends LIKE 'line%'", "params.ends LIKE 'line_'", "params.percent LIKE '50%'", "params.percent = '50%'",
    "params.percent LIKE '50_'", "params.under LIKE 'a_b'", "params.under LIKE 'A_B'", "params.under ILIKE 'A_B'", "params.quote = 'say \"hi\"'",
    "params.seed IS NULL", "params.seed IS NOT NULL", "params.seed is null", "params.none IS NULL", "params.none IS NOT NULL",
    "params.seed IS NULL AND params.opt = 'adam'", "params.none = 'x'", "params.none != 'x'", "params.none LIKE '%'",
    "params.lr = '0.1'AND params.opt = 'adam'", "params.epochs = '9' AND tags.team = 'ads'", "params.epochs LIKE '1_%'", "params.opt LIKE '.*'",
    "params.opt LIKE '[a]dam'", "params.opt LIKE 'adam|sgd'", "params.opt LIKE '(adam)'", "params.opt LIKE 'a\\w+'", "params.lr LIKE '0+1'",
]
TAGS = [
    "tags.team = 'Ads'", "tag.team = 'Ads'", "tags.team != 'Ads'", "tags.team ILIKE 'ADS'", "tags.team LIKE 'vision%'", "tags.team ILIKE 'vision_eu'",
    "tags.team LIKE '100%'", "tags.keep IS NOT NULL", "tags.keep IS NULL", "tags.keep = ''", "tags.note LIKE 'first%'", "tags.note LIKE 'first line'",
    "tags.note LIKE '%second line'", "tags.`a b` = 'spaced'", "tags.ключ = 'значение'", "tags.`ключ` ILIKE 'ЗНАЧ%'", "tags.json LIKE '{%}'",
    "tags.json = '{\"a\": [1]}'", "tags.mlflow.runName = 'twin'", "tags.`mlflow.runName` LIKE '%wide%'", "tags.none IS NULL AND tags.team IS NOT NULL",
]
ATTRIBUTES = [
    f"run_id = '{run_id(0)}'", f"attributes.run_id != '{run_id(0)}'", f"run_id IN ('{run_id(1)}', '{run_id(2)}')", f"attr.run_id in ('{run_id(1)}')",
    f"run_id NOT IN ('{run_id(1)}','{run_id(2)}')", f"run_id IN ('{run_id(1)}',)", "run_id LIKE '0%'", "run_id IN ('none')", "run_id IN (\"none\", 'x')",
    f"run_id not in ('none') AND run_id IN ('{run_id(3)}')", "attribute.run_name = 'wide-lion'", "run.run_name != 'wide-lion'", "run_name LIKE '%-%'",
    "run_name LIKE '100%_done'", "run_name ILIKE 'WIDE%'", "run_name ILIKE 'кот%'", "attributes.`run name` = 'twin'", "attributes.`Run name` = 'twin'",
    "attr.\"Run Name\" = 'twin'", "run_name LIKE 'a%b'", "run_name LIKE 'a_b'", "status = 'finished'", "attributes.status = 'RUNNING'", "status != 'FINISHED'",
    "status LIKE 'FIN%'", "status ILIKE '%ed'", "user_id = 'ada'", "user_id ILIKE 'äda'", "user_id LIKE 'o%neil'", "user_id = \"o'neil\"", "user_id = ''",
    "user_id != ''", "user_id LIKE '%'", f"start_time = {START_MS}", f"attributes.start_time > {START_MS + 60_000}", f"created >= {START_MS + 120_000}",
    f"Created < {START_MS + 60_000}", f"start_time != {START_MS}", f"start_time < {START_MS + 1}.5", "start_time > 1.7e12", f"end_time > {START_MS + 300_000}",
    "end_time > 0", "end_time != 0", "end_time <= 0", f"end_time = {START_MS + 120_000}", "artifact_uri LIKE 's3://bucket/12/%'",
    "attributes.artifact_uri LIKE '%artifacts'", "artifact_uri ILIKE 'S3:%'", "artifact_uri != 'x'",
]
DATASETS = [
    "dataset.name = 'iris'", "datasets.name = 'iris'", "dataset.name != 'iris'", "dataset.name LIKE 'iris%'", "dataset.name ILIKE 'IRIS'",
    "dataset.name IN ('iris-test', 'x')", "dataset.name NOT IN ('iris')", "dataset.digest = 'ffff0000'", "dataset.digest LIKE '0%'",
    "dataset.context = 'train'", "dataset.context != 'train'", "dataset.context LIKE '%'", "dataset.context IN ('eval')",
    "dataset.name = 'iris' AND dataset.context = 'eval'", "dataset.name = 'data set'", "dataset.name = 'none'",
]
REFUSED = [
    "metrics.acc > 0.9 OR params.opt = 'adam'", "NOT metrics.acc > 0.9", "(metrics.acc > 0.9)", "metrics.acc > 0.9, metrics.loss < 1",
    "metrics.acc > 0.9;", "metrics.acc == 0.93", "metrics.acc <> 0.93", "params.opt NOT LIKE 'a%'", "metrics.acc BETWEEN 0 AND 1",
    "metrics.acc IN (1, 2)", "metrics.acc IS NULL", "metrics.acc LIKE '0%'", "metrics.acc = '0.93'", "metrics.acc = +1", "metrics.acc = nan",
    "metrics.acc = inf", "metrics.acc = 1x", "metrics.acc", "metrics.acc >", "= 1", "params.lr = 0.1", "params.lr > '0.05'", "params.opt = adam",
    "params.opt = `adam`", "params.opt IN ('adam')", "params.lr", "tags.keep", "tags.team > 'a'", "Metrics.acc > 1", "paarms.opt = 'x'", "foo.bar = 'x'",
    "acc > 0.9", "opt = 'adam'", "name = 'twin'", "metrics.val/acc > 0", "params.a b = 'x'", "params.c-d = 'x'", "status IS NULL", "status IN ('FAILED')",
    "run_name IN ('twin')", "start_time = '1'", "start_time LIKE '1%'", "start_time > yesterday", "end_time IS NULL", "run_id IN ()", "run_id IN 'x'",
    "run_id IN (1)", "dataset.name > 'a'", "dataset.name IS NULL", "dataset.source = 'x'", "params.opt = 'adam", "params.`opt = 'adam'",
    "AND metrics.acc > 1", "metrics.acc > 1 AND AND metrics.loss > 1", "metrics.acc > 1 metrics.loss > 1", "metrics.loss:min < 1", "1 = metrics.acc",
    "'adam' = params.opt", "params.opt LIKE adam", "params.seed IS 'x'", "params. = 'x'", "metrics.acc => 1", "duration > 1",
]
EXPERIMENTS = [
    "", "name = 'iris'", "name != 'iris'", "attribute.name LIKE 'iris%'", "name ILIKE 'iris%'", "name ILIKE 'IRIS GROß%'", "name LIKE '100%_done'",
    "name LIKE '%\\_%'", "experiment_id = '11'", "experiment_id IN ('11', '13')", "experiment_id NOT IN ('11', '0')", "experiment_id != '0'", "experiment_id LIKE '1_'",
    f"creation_time > {START_MS + 1}", f"creation_time <= {START_MS + 1}", f"last_update_time = {START_MS + 20}", f"attr.last_update_time != {START_MS + 20}",
    "tags.team = 'ads'", "tag.team ILIKE 'VISION'", "tags.team IS NULL", "tags.team IS NOT NULL", "tags.`k/v` = 'deep'", "tags.`a b` LIKE 'sp%'",
    "tags.empty = ''", "tags.mlflow.note.content LIKE 'first%'", "tags.team = 'ads' AND name = 'iris'", "tags.none = 'x'", "tags.none != 'x'",
    "name IN ('iris')", "metrics.acc > 1", "params.a = 'x'", "run_id = 'x'", "start_time > 1", "name > 'a'", "name = iris", "creation_time = '1'",
]

QUESTIONS = [
    *runs("", " \n\t ", *NUMERIC, *TEXTUAL, *METRICS, *PARAMS, *TAGS, *ATTRIBUTES, *DATASETS, *REFUSED),
    *experiments(*EXPERIMENTS),
    *ordered("runs", ["metrics.acc"], ["metrics.acc DESC"], ["metrics.loss ASC"], ["metrics.loss DESC"], ["metrics.big desc"], ["params.lr"], ["params.lr DESC"],
             ["params.epochs ASC"], ["tags.team"], ["tags.team DESC", "run_id ASC"], ["run_name"], ["attributes.status DESC", "metrics.acc ASC"],
             ["start_time"], ["start_time DESC", "run_id DESC"], ["end_time"], ["end_time DESC"], ["user_id"], ["params.`s/t`"], ["metrics.`val/acc` DESC"],
             ["run_id DESC"], ["artifact_uri"], ["created ASC"], ["metrics.acc DOWN"], ["dataset.name"]),
    *ordered("experiments", ["name"], ["name DESC"], ["experiment_id"], ["creation_time"], ["last_update_time DESC"], ["tags.team"]),
]
