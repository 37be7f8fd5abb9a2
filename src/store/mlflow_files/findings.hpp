#pragma once

#include "store/findings.hpp"

namespace mlt::store::mlflow::finding {

inline constexpr std::string_view kRunUnreadable =
    "MLflow 3.17 and 2.22 cannot read the run nor search its experiment";
inline constexpr std::string_view kEntityUnreadable = "MLflow 3.17 and 2.22 cannot read it";
inline constexpr std::string_view kRegistryUnreadable =
    "MLflow 3.17 and 2.22 fail at every search of the registry";

// meta.yaml

inline constexpr FindingKind kBadRunMeta{
    "MLT101", "the run's meta.yaml cannot be understood", "",
    "MLflow 3.17 and 2.22 cannot read the run nor search its experiment"};
inline constexpr FindingKind kBadExperimentMeta{
    "MLT102", "the experiment's meta.yaml cannot be understood", "",
    "MLflow 3.17 and 2.22 hide the experiment, or can list none at all"};
inline constexpr FindingKind kBadRegistryMeta{
    "MLT103", "the registry's meta.yaml cannot be understood", "", kRegistryUnreadable};
inline constexpr FindingKind kBadOtherMeta{"MLT104", "the meta.yaml cannot be understood", "",
                                           kEntityUnreadable};
inline constexpr FindingKind kConflict{
    "MLT105", "a conflict marker stands in the file", "",
    "MLflow 3.17 and 2.22 take it for content or cannot read what it stands in"};
inline constexpr FindingKind kNoMeta{"MLT106", "the meta.yaml is missing", "",
                                     "MLflow 3.17 and 2.22 do not see it"};
inline constexpr FindingKind kNoRegistryMeta{"MLT107", "the registry's meta.yaml is missing", "",
                                             kRegistryUnreadable};
inline constexpr FindingKind kWrongId{"MLT108", "it belongs to another folder", "",
                                      "MLflow 3.17 and 2.22 hide it or refuse it as invalid"};
inline constexpr FindingKind kWrongType{"MLT109", "a value has the wrong type",
                                        "it is written as MLflow writes it", kEntityUnreadable};
inline constexpr FindingKind kBadValue{"MLT110", "a value is missing or makes no sense", "",
                                       kEntityUnreadable};
inline constexpr FindingKind kUnknownKey{"MLT111", "MLflow does not know a key", "",
                                         "MLflow 3.17 and 2.22 drop it at the next change"};

// Runs

inline constexpr FindingKind kTwoNames{
    "MLT112", "the run has two names",
    "the tag gets the name in meta.yaml; its old value is kept in lost-and-found",
    "MLflow 3.17 and 2.22 show one here and the other there"};
inline constexpr FindingKind kNoFolder{
    "MLT113", "a folder of the run is missing", "the folder is made",
    "MLflow 3.17 says that the run does not exist, 2.22 does not care"};
inline constexpr FindingKind kOldReader{"MLT114", "MLflow 2.22 cannot read what 3.x wrote", "",
                                        "MLflow 3.17 reads it, 2.22 cannot search the experiment"};

// Experiments and the root

inline constexpr FindingKind kDoubledName{"MLT115", "two experiments have one name", "",
                                          "MLflow 3.17 and 2.22 find the newest alone by its name"};
inline constexpr FindingKind kTwoPlaces{"MLT116", "the experiment is in the root and in the bin",
                                        "", "MLflow 3.17 and 2.22 see a part of its runs"};
inline constexpr FindingKind kBadFolderName{"MLT117", "the folder's name is not allowed in a store",
                                            "", "MLflow 3.17 and 2.22 can list no experiment"};
inline constexpr FindingKind kQuote{"MLT118", "the experiment's name has a quote", "",
                                    "MLflow 3.17 and 2.22 cannot find it by its name"};

// Params, metrics, tags

inline constexpr FindingKind kStrayFile{"MLT120",
                                        "an editor or git left a file where each is an entry",
                                        "it moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kBadKey{"MLT121", "the name of a file is no key",
                                     "it moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kBadText{"MLT122", "the value is not UTF-8",
                                      "it moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kCarriageReturn{
    "MLT123", "the param's value has a carriage return", "",
    "MLflow 3.17 and 2.22 refuse to log it again with the same value"};
inline constexpr FindingKind kOverLimit{"MLT124", "it is longer than MLflow allows", "",
                                        "MLflow 3.17 and 2.22 cut or refuse it when it is logged"};
inline constexpr FindingKind kCaseClash{"MLT125", "names differ in case alone", "",
                                        "MLflow 3.17 and 2.22 mix them up on macOS and Windows"};
inline constexpr FindingKind kEmptyMetric{"MLT126", "the metric has no line",
                                          "it moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kBadLine{"MLT127", "the line is torn or no metric line",
                                      "the line moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kOddLine{
    "MLT128", "the line is not as MLflow reads it",
    "it is written as it should be, the old one is kept in lost-and-found", kRunUnreadable};
inline constexpr FindingKind kDatasetBlank{
    "MLT129", "the data set in the line has a blank in its name",
    "the point stays without its data set, the line is kept in lost-and-found", kRunUnreadable};
inline constexpr FindingKind kNoNewline{
    "MLT130", "the last line has no end", "the line moves to lost-and-found",
    "MLflow 3.17 and 2.22 glue the next point to it, which makes the run unreadable"};
inline constexpr FindingKind kMetricConflict{"MLT131", "a conflict marker stands in the metric",
                                             "the line moves to lost-and-found", kRunUnreadable};

// Inputs, outputs, the registry

inline constexpr FindingKind kStrayEntry{"MLT132", "only folders with a meta.yaml may stand here",
                                         "it moves to lost-and-found", kRunUnreadable};
inline constexpr FindingKind kDanglingAlias{"MLT133", "the alias names a version that is not there",
                                            "it moves to lost-and-found",
                                            "MLflow 3.17 and 2.22 cannot load the model by it"};
inline constexpr FindingKind kOddAlias{"MLT134", "the alias is not spelt as MLflow compares it",
                                       "it is written as it should be",
                                       "MLflow 3.17 and 2.22 do not show it with its version"};

// Places of artifacts

inline constexpr FindingKind kForeignPlace{
    "MLT140", "the place of the artifacts is not on this machine", "--fix-paths rewrites it",
    "MLflow 3.17 and 2.22 list no artifacts, and make that path anew when one is logged"};
inline constexpr FindingKind kNoPlace{"MLT141", "no place of the artifacts is recorded",
                                      "--fix-paths writes it",
                                      "MLflow 3.17 and 2.22 cannot list nor log artifacts"};
inline constexpr FindingKind kLocalPlace{"MLT142",
                                         "the place of the artifacts holds on this machine alone",
                                         "--fix-paths=portable rewrites it"};

}  // namespace mlt::store::mlflow::finding
