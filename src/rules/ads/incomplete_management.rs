use crate::dossier::RecordRef;
use crate::dossier::status::{self, Status};
use crate::dossier::values::denial;
use crate::rules::words::{answer, says_no};
use crate::rules::{Check, Examination, lacking, points, quoted, rule};

rule! {
    /// The safety management system leaves out a part, or the safety case was not reviewed as it should be.
    ///
    /// ## Why it matters
    /// The approval looks at the company as well as at the vehicle: at policy, risk, assurance,
    /// promotion, development, production and operation, at audits, indicators and data. And
    /// before it asks for approval, the company has its safety case reviewed by somebody who
    /// is qualified and did not write it, and remedies what is found.
    ///
    /// ## Example
    /// ```csv
    /// id,reviewer,author of the safety case,qualification,date,version,methods,evidence reproduced,gaps
    /// RV-1,A. Weber,A. Weber,,2026-06-01,3.1,reading,E-4,two arguments are weak
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,reviewer,author of the safety case,qualification,date,version,methods,evidence reproduced,gaps,remedies
    /// RV-1,B. Roth,A. Weber,12 years of functional safety,2026-06-01,3.1,reading,E-4,two arguments are weak,A-7 and A-9 rewritten
    /// ```
    /// The review is a record `case-review`. The parts of the management system are statements;
    /// their topics begin with `sms-`, and one of them asks for all.
    ///
    /// ## Source
    /// UN ADS regulation, 7.1.2 to 7.1.8 and 7.3.4. Whether a part is any good is for people
    /// to judge.
    "ads/incomplete-management" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const REVIEWED: &str = "UN-ADS:7.3.4.1";
const INDEPENDENT: &str = "UN-ADS:7.3.4.2";
const RECORD: &str = "UN-ADS:7.3.4.4";
const REMEDIES: &str = "UN-ADS:7.3.4.5";

const GAPS: &str = "gaps";
/// Words of a plain answer; in a longer one there may be anything.
const PLAIN: usize = 4;

/// The parts of the record and how messages call them.
const NEEDED: &[(&str, &str)] = &[
    ("qualification", "qualification of the reviewer"),
    ("date", "date"),
    ("versions", "version of the safety case"),
    ("methods", "methods"),
    ("reproduced", "account of evidence that was reproduced"),
    (GAPS, "account of gaps"),
];

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    for review in exam.records("case-review") {
        exam.saw_for(RECORD, review);
        let absent = NEEDED.iter().filter(|(field, _)| account(review, field).is_none());
        let absent: Vec<&str> = absent.map(|(_, name)| *name).collect();
        if !absent.is_empty() {
            exam.gap(review, format!("{} has {}", review.name(), lacking(&absent)))
                .clause(RECORD)
                .help("record it; where nothing was found, write that nothing was found");
        }
        judge_words(exam, review);
        judge_date(exam, review);
        judge_people(exam, review);
        judge_remedies(exam, review);
    }
}

/// What a review says under a heading. That there are no gaps is an account of them.
fn account<'d>(review: RecordRef<'d>, field: &str) -> Option<&'d str> {
    if field == GAPS {
        return answer(review, field).filter(|text| status::plain(text) != Status::Inapplicable);
    }
    review.text(field).is_there().then(|| review.words(field))
}

/// What is planned, was not done or is denied is no account of it.
fn judge_words<'d>(exam: &mut Examination<'d>, review: RecordRef<'d>) {
    for (field, what) in NEEDED.iter().filter(|(field, _)| !["date", GAPS].contains(field)) {
        let text = review.words(field);
        let is_against = matches!(status::status(text), Status::Open | Status::Unmet | Status::Ended);
        if is_against || says_no(text) || denial(text).is_some() {
            let message = format!("the {what} of {} is not plain: it says {}", review.name(), quoted(text));
            exam.unsure((review, *field), message)
                .clause(RECORD)
                .help("say what was done, and which evidence was reproduced, once it is done");
        }
    }
}

fn judge_date<'d>(exam: &mut Examination<'d>, review: RecordRef<'d>) {
    let Some(date) = exam.read_for(&[REVIEWED, RECORD], review, "date", review.date("date")) else { return };
    exam.saw_for(REVIEWED, review);
    let (name, as_of) = (review.name(), exam.as_of);
    let approval = exam.dossier.manifest.vehicle.approval_date;
    if date > as_of {
        exam.fail((review, "date"), format!("{name} is of {date}, after the assessment of {as_of}"))
            .clause(REVIEWED)
            .clause(RECORD)
            .help("review the safety case before it is assessed");
    } else if let Some(approval) = approval.filter(|approval| date > *approval) {
        exam.fail((review, "date"), format!("{name} is of {date}, after the approval of {approval}"))
            .clause(REVIEWED)
            .help("review the safety case before approval is asked for");
    }
}

fn judge_people<'d>(exam: &mut Examination<'d>, review: RecordRef<'d>) {
    let name = review.name();
    let absent = review.absent(&["reviewer", "author"]);
    if !absent.is_empty() {
        exam.gap(review, format!("{name} names {}", lacking(&absent)))
            .clause(INDEPENDENT)
            .help("name who reviewed the safety case and who wrote it");
        return;
    }
    let [reviewers, authors] = ["reviewer", "author"].map(|field| review.list(field));
    exam.saw_for(INDEPENDENT, review);
    let same = |one: &&&str| authors.iter().any(|author| author.eq_ignore_ascii_case(one));
    if let Some(person) = reviewers.iter().find(same) {
        exam.fail((review, "reviewer"), format!("{name} is by {person}, who wrote the safety case"))
            .clause(INDEPENDENT)
            .help("have it reviewed by somebody who had no part in it");
    }
}

fn judge_remedies<'d>(exam: &mut Examination<'d>, review: RecordRef<'d>) {
    let Some(gaps) = account(review, GAPS) else { return };
    let found_nothing = begins_with_nothing(gaps);
    // `none`, `no gaps`, `nothing was found`
    if found_nothing && gaps.split_whitespace().count() <= PLAIN {
        return;
    }
    exam.saw_for(REMEDIES, review);
    if review.has("remedies") {
        return;
    }
    let at = (review, GAPS);
    if found_nothing {
        let message = format!("whether {} found gaps is not plain: it says {}", review.name(), quoted(gaps));
        exam.unsure(at, message).clause(REMEDIES).help("write `none` where there are none, else name the remedies");
    } else {
        exam.gap(at, format!("what {} found is not remedied", review.name()))
            .clause(REMEDIES)
            .help("say what was done about each finding before the assessment");
    }
}

fn begins_with_nothing(text: &str) -> bool {
    let first = status::words(text).next().unwrap_or_default().to_lowercase();
    first == "nothing" || (says_no(text) && first != "not")
}
