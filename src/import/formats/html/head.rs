//! What the head of a page says of it: its title, and facts in meta tags and in JSON-LD. Each becomes a line.

use serde_json::Value;

use crate::import::marked::{Mark, Marked};

/// The names of meta tags that state facts, as they are written here: those of the standard for the sites of
/// Chinese authorities, of Open Graph, and of schema.org. Names that begin with `DC` are Dublin Core.
const FACTS: [&str; 21] = [
    "ArticleTitle",
    "Author",
    "ColumnName",
    "ContentSource",
    "PubDate",
    "SiteName",
    "Source",
    "article:author",
    "article:published_time",
    "datePublished",
    "headline",
    "og:article:author",
    "og:article:published_time",
    "og:release_date",
    "og:site_name",
    "og:title",
    "publishdate",
    "publisher",
    "pubtime",
    "time",
    "weibo:article:create_at",
];

/// Members of JSON-LD that state facts.
const MEMBERS: [&str; 4] = ["headline", "datePublished", "author", "publisher"];

/// Most facts that are kept. Pages have a dozen; more are not about the page.
const MOST: usize = 64;

#[derive(Debug, Default)]
pub struct Head {
    pub title: String,
    fields: Vec<String>,
}

impl Head {
    /// Takes what a meta tag says, if it is a fact.
    pub fn meta(&mut self, name: &str, value: &str) {
        let fact = FACTS.iter().find(|fact| fact.eq_ignore_ascii_case(name));
        let dublin = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("dc"));
        match fact {
            Some(fact) => self.field(fact, value),
            None if dublin => self.field(name, value),
            None => {}
        }
    }

    /// Takes the facts of a piece of JSON-LD.
    pub fn json(&mut self, text: &str) {
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return;
        };
        let things = match &value {
            Value::Array(things) => things.iter().collect(),
            Value::Object(thing) => match thing.get("@graph") {
                Some(Value::Array(things)) => things.iter().collect(),
                _ => vec![&value],
            },
            _ => Vec::new(),
        };
        for thing in things.into_iter().filter(|thing| thing.get("datePublished").is_some()) {
            for name in MEMBERS {
                let value = match thing.get(name) {
                    Some(Value::Array(values)) => values.first(),
                    value => value,
                };
                if let Some(value) = value.and_then(|value| value.get("name").unwrap_or(value).as_str()) {
                    self.field(name, value);
                }
            }
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        let field = format!("{}: {}", line(name), line(value));
        if !value.trim().is_empty() && self.fields.len() < MOST && !self.fields.contains(&field) {
            self.fields.push(field);
        }
    }

    /// The lines of the head, each with its mark.
    pub fn marked(self) -> Marked {
        let mut marked = Marked::default();
        let title = (line(&self.title), Mark::Title);
        let fields = self.fields.into_iter().map(|field| (field, Mark::Field));
        for (line, mark) in [title].into_iter().chain(fields).filter(|(line, _)| !line.is_empty()) {
            let start = marked.text.len();
            marked.text.push_str(&line);
            marked.marks.push((start..marked.text.len(), mark));
            marked.text.push('\n');
        }
        marked
    }
}

/// The words of a text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
