//! Which rules are on.

use crate::rules::{self, Rule};

/// The rules of a run.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// By id, so that looking one up is a binary search.
    on: Vec<&'static Rule>,
    off: Vec<&'static str>,
}

/// A selection that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// A selector that names nothing.
    #[error("`{0}` names no rule and no family of rules; `roadworthy rules` lists them")]
    UnknownRule(String),
    /// What is selected is also ignored.
    #[error("no rule is left on")]
    NothingLeft,
}

impl Default for RuleSet {
    fn default() -> Self {
        RuleSet { on: rules::of_check(), off: Vec::new() }
    }
}

impl RuleSet {
    /// The rules that `select` names, all if it is empty, less those that
    /// `ignore` names. A selector is a rule id, an alias, or a family.
    pub fn new(select: &[String], ignore: &[String]) -> Result<RuleSet, SelectError> {
        RuleSet::among(rules::of_check(), select, ignore)
    }

    /// The same, of the rules on documentation.
    pub fn of_assess(select: &[String], ignore: &[String]) -> Result<RuleSet, SelectError> {
        RuleSet::among(rules::of_assess(), select, ignore)
    }

    fn among(known: Vec<&'static Rule>, select: &[String], ignore: &[String]) -> Result<RuleSet, SelectError> {
        for selector in select.iter().chain(ignore) {
            if !known.iter().any(|rule| names(selector, rule)) {
                return Err(SelectError::UnknownRule(selector.clone()));
            }
        }
        let wanted = |rule: &&'static Rule| {
            let selected = select.is_empty() || select.iter().any(|selector| names(selector, rule));
            selected && !ignore.iter().any(|selector| names(selector, rule))
        };
        let (on, off): (Vec<_>, Vec<_>) = known.into_iter().partition(wanted);
        if on.is_empty() {
            return Err(SelectError::NothingLeft);
        }
        Ok(RuleSet { on, off: off.into_iter().map(|rule| rule.id).collect() })
    }

    /// This set and one rule more, which need not be registered.
    #[must_use]
    pub fn with(mut self, rule: &'static Rule) -> RuleSet {
        self.on.push(rule);
        self.on.sort_by_key(|rule| rule.id);
        self
    }

    /// The rules that are on.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.on
    }

    /// The ids of the rules that are off.
    pub fn off(&self) -> &[&'static str] {
        &self.off
    }

    /// True if `rule` is on.
    pub fn has(&self, rule: &Rule) -> bool {
        self.on.binary_search_by_key(&rule.id, |on| on.id).is_ok()
    }

    /// A digest over the rules that are on and the words of their manuals.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for rule in &self.on {
            for part in [rule.id, rule.severity.name(), rule.manual] {
                hasher.update(part.as_bytes());
                hasher.update(&[0]);
            }
        }
        format!("blake3:{}", hasher.finalize().to_hex())
    }
}

fn names(selector: &str, rule: &Rule) -> bool {
    let family = selector.strip_suffix("/*").unwrap_or(selector);
    selector == rule.id || family == rule.family() || rule.aliases.contains(&selector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_a_rule_a_family_or_an_alias() {
        let only = RuleSet::new(&["xml".to_owned()], &["xml/bad-name".to_owned()]).unwrap();
        assert!(only.rules().iter().all(|rule| rule.family() == "xml" && rule.id != "xml/bad-name"));
        let alias = "asam.net:xosc:1.0.0:xml.fileheader_is_present".to_owned();
        assert_eq!(RuleSet::new(&[alias], &[]).unwrap().rules().len(), 1);
        assert_eq!(
            RuleSet::new(&["xml/nope".to_owned()], &[]).unwrap_err(),
            SelectError::UnknownRule("xml/nope".to_owned())
        );
    }
}
