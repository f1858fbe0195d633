//! Tables as CSV, for spreadsheets.

/// A CSV file as far as it is written: as RFC 4180 has it, in UTF-8 with the mark at its start by which spreadsheets
/// know it.
///
/// ```
/// use tifa::export::Csv;
///
/// let mut file = Csv::new(&["标题".to_string(), "字数".to_string()]);
/// file.add(&["=1+1".to_string(), "2,140".to_string()]);
/// assert_eq!(file.into_text(), "\u{feff}标题,字数\r\n'=1+1,\"2,140\"\r\n");
/// ```
pub struct Csv(String);

impl Csv {
    pub fn new(heads: &[String]) -> Self {
        let mut file = Csv("\u{feff}".to_string());
        file.add(heads);
        file
    }

    pub fn add(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        self.0 += &cells.join(",");
        self.0 += "\r\n";
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

/// A cell of a CSV file. Spreadsheets run what begins like a formula; a text of a corpus must not be run.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_string()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
