//! What claims, arguments and evidence of a safety case hold: a label alone
//! says nothing, and evidence is a document that is there.

use super::broken_safety_case::{ARGUED, SHOWN};
use crate::dossier::RecordRef;
use crate::rules::paths::{Worth, worth};
use crate::rules::{Examination, quoted};

/// A claim or an argument says something.
pub(super) fn judge_text<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) {
    if !record.has("text") {
        exam.gap(record, format!("{} has a label and says nothing", record.name()))
            .clause(ARGUED)
            .help("say what is claimed, and why it holds");
    }
}

/// Evidence that arguments rest on: what they are worth hangs on it.
pub(super) fn judge_evidence<'d>(exam: &mut Examination<'d>, item: RecordRef<'d>) {
    exam.saw_for(SHOWN, item);
    exam.saw_for(ARGUED, item);
    let (name, document) = (item.name(), item.words("document"));
    let remark = if document.is_empty() && !item.has("text") {
        exam.gap(item, format!("{name} has a label, says nothing and names no document"))
    } else if document.is_empty() {
        exam.unsure(item, format!("{name} is described in words, and no document with it is named"))
    } else {
        let Worth::Doubtful(why) = worth(exam, item, document) else { return };
        exam.unsure((item, "document"), format!("the document of {name}, {}, {why}", quoted(document)))
    };
    remark.about(&[SHOWN, ARGUED]).help("name the report of the test or analysis as it is filed");
}
