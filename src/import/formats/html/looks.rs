//! What an inline style says of being seen. Style sheets are not read: what hides link farms from readers and
//! shows them to search engines stands in the page itself.

/// Farther than this to the left or above, in pixels or anything smaller, is off the screen. A hanging indent
/// or an overlap is a tenth of it, what means to hide is ten times as far.
const OFF_SCREEN: f32 = -500.0;

/// What an element says of itself; what is `None` it inherits.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Looks {
    /// Not shown, nor anything in it.
    pub gone: bool,
    /// Not shown, unless something in it says that it is.
    pub invisible: Option<bool>,
    /// Set in letters of no size, unless something in it has one.
    pub tiny: Option<bool>,
    /// Are line breaks and spaces kept?
    pub pre: Option<bool>,
}

impl Looks {
    pub fn of(style: &str) -> Looks {
        let mut looks = Looks::default();
        let (mut none, mut clipped, mut flat, mut placed, mut far) = (false, false, false, false, false);
        for (name, value) in style.split(';').filter_map(|rule| rule.split_once(':')) {
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
            let value = value.trim_end_matches("!important").trim_end();
            match name.as_str() {
                "display" => none = value == "none",
                "visibility" => looks.invisible = Some(matches!(value, "hidden" | "collapse")),
                "opacity" => looks.gone |= length(value) == Some(0.0),
                "font-size" => looks.tiny = Some(length(value) == Some(0.0)),
                "text-indent" | "margin-left" | "margin-top" => looks.gone |= is_off_screen(value),
                "left" | "top" => far |= is_off_screen(value),
                "position" => placed = matches!(value, "absolute" | "fixed" | "relative"),
                "height" | "max-height" | "width" | "max-width" => flat |= length(value).is_some_and(|by| by <= 1.0),
                "overflow" => clipped = value == "hidden",
                "white-space" => looks.pre = Some(value.starts_with("pre") || value == "break-spaces"),
                _ => {}
            }
        }
        looks.gone |= none || clipped && flat || placed && far;
        looks
    }
}

fn is_off_screen(value: &str) -> bool {
    length(value).is_some_and(|by| by <= OFF_SCREEN)
}

/// A number with whatever unit; none if there is no number.
fn length(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+'));
    value[..end.unwrap_or(value.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Looks;

    #[test]
    fn what_a_style_hides() {
        let hidden = |style| {
            let looks = Looks::of(style);
            looks.gone || looks.invisible == Some(true) || looks.tiny == Some(true)
        };
        for style in [
            "display:none",
            "color:red; DISPLAY : None !important",
            "visibility:hidden",
            "font-size:0",
            "font-size:0px;",
            "opacity:0",
            "text-indent:-9999px",
            "position:absolute;left:-5000px",
            "position:fixed; top:-999em",
            "height:0;overflow:hidden",
            "overflow:hidden;width:1px",
        ] {
            assert!(hidden(style), "{style}");
        }
        for style in [
            "",
            "display:block",
            "text-indent:-2em",
            "text-indent:2em;font-size:10.5pt",
            "opacity:0.9",
            "font-size:0.8em",
            "left:-5000px",
            "position:relative;left:-3px",
            "height:0",
            "overflow:hidden",
            "height:auto;overflow:hidden",
            ";;:;none",
            "display:none;display:block",
        ] {
            assert!(!hidden(style), "{style}");
        }
    }
}
