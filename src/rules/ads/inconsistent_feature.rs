use super::rows;
use crate::dossier::{FactValue, RecordRef};
use crate::rules::words::key;
use crate::rules::{Check, Examination, rule};
use crate::standard::Row;

rule! {
    /// A feature lacks what its type asks for, or contradicts it.
    ///
    /// ## Why it matters
    /// A feature of type 1 falls back on a person, so it has to know that this person is awake
    /// and seated, to call for attention, and to stop when nobody answers. One of type 2 has
    /// nobody and has to stop by itself. Where nobody can take over, passengers need a way to
    /// ask for a stop and no way to interfere.
    ///
    /// ## Example
    /// ```csv
    /// id,type,takeover,provisions
    /// F-1,ADSF-1,yes,"awake-and-seated, re-engagement, role-notice"
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,type,takeover,provisions
    /// F-1,ADSF-1,yes,"awake-and-seated, re-engagement, mrc-path, role-notice"
    /// ```
    /// Whether the system as a whole can be taken over from, which 7.3.1.17 depends on, is the
    /// fact `ads.takeover`.
    ///
    /// ## Source
    /// UN ADS regulation, 2.6.1, 2.6.2, 6.1.6, 6.2.2.1.4, 6.2.2.1.6, 6.2.2.2.4, 6.2.2.2.5 and
    /// 6.2.3. That a provision is declared does not show that it works.
    "ads/inconsistent-feature" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const USER: &str = "UN-ADS:6.2.2.1.6";
const PASSENGER: &str = "UN-ADS:6.2.3.1";
const CONSENT: &str = "consent";

fn check(exam: &mut Examination<'_>) {
    let features = exam.records("feature");
    // The change between both types may be described with either of them.
    let is_second = |feature: &&RecordRef<'_>| feature.choice("type").present() == Some("ADSF-2");
    let needs_consent = features.iter().filter(is_second).any(|feature| !provides(*feature, CONSENT));
    for feature in features {
        let name = feature.name();
        if feature.text("type").is_absent() {
            exam.saw(feature);
            exam.gap(feature, format!("{name} has no type"))
                .help("say whether it falls back on a user (ADSF-1) or not (ADSF-2)");
            continue;
        }
        let takeover = exam.read(feature, "takeover", feature.yes_no("takeover"));
        match exam.read(feature, "type", feature.choice("type")) {
            Some("ADSF-1") => {
                judge_user(exam, feature, takeover);
                judge(exam, feature, "ADSF-1");
                if needs_consent {
                    judge(exam, feature, "both");
                }
            }
            Some(of_type) => {
                judge(exam, feature, of_type);
                if feature.text("takeover").is_absent() {
                    exam.gap(feature, format!("{name} does not say whether anybody can take over"))
                        .clause(PASSENGER)
                        .help("say whether a user can take over from it");
                }
            }
            None => {}
        }
        if takeover == Some(false) {
            judge(exam, feature, "no-takeover");
        }
    }
}

/// A feature of type 1 needs somebody who can take over.
fn judge_user<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>, takeover: Option<bool>) {
    let name = feature.name();
    let declared = exam.dossier.fact("fallback_user").map(|fact| &fact.value);
    if takeover == Some(false) {
        exam.fail((feature, "takeover"), format!("{name} falls back on a user, and nobody can take over"))
            .clause(USER)
            .help("correct the type, or say that a user can take over");
    } else if declared == Some(&FactValue::Truth(false)) {
        let message = format!("{name} falls back on a user, and the manifest says that there is none");
        exam.dispute("fallback_user", message.clone());
        exam.fail((feature, "type"), message).clause(USER).help("correct the type, or the fact `fallback_user`");
    }
}

/// Looks for the provisions that the table asks for in this `case`.
fn judge<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>, case: &str) {
    let wanted: Vec<Row<'d>> = rows(exam.library, "provisions").filter(|row| row.get("case") == case).collect();
    for row in wanted {
        let clauses = row.parts("clauses");
        clauses.iter().for_each(|clause| exam.saw_for(clause, feature));
        if provides(feature, row.get("provision")) {
            continue;
        }
        let remark = exam.gap(feature, format!("{} lacks {}", feature.name(), row.get("summary")));
        for clause in clauses {
            remark.clause(clause);
        }
        remark.help(format!("add it, and write `{}` among the provisions", row.get("provision")));
    }
}

fn provides(feature: RecordRef<'_>, provision: &str) -> bool {
    feature.list("provisions").iter().any(|one| key(one) == provision)
}
