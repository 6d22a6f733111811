// A server that speaks as much of PostgreSQL's protocol as stackql-deploy needs. Each table is
// absent, right or wrong; a query of a table that is wrong and compares with 'wanted' finds nothing.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use regex::Regex;
use serde_json::json;

const PROGRESS_EVENT: [&str; 5] =
    ["Identifier", "RequestToken", "OperationStatus", "Operation", "TypeName"];

struct Tables {
    initial: String,
    states: HashMap<String, String>,
    table: Regex,
    alias: Regex,
}

enum Answer {
    Row(Vec<(String, String)>),
    NoRows(Vec<String>),
    Command,
}

impl Tables {
    fn new(initial: &str) -> Self {
        Tables {
            initial: initial.to_string(),
            states: HashMap::new(),
            table: Regex::new(r"(?i)\b(?:from|into|update)\s+([\w.]+)").unwrap(),
            alias: Regex::new(r#"(?i)(?:\bas\s+)?["`]?(\w+)["`]?\s*$"#).unwrap(),
        }
    }

    fn columns(&self, list: &str) -> Vec<String> {
        let mut depth = 0;
        let mut items = vec![String::new()];
        for c in list.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    items.push(String::new());
                    continue;
                }
                _ => {}
            }
            items.last_mut().unwrap().push(c);
        }
        items
            .iter()
            .flat_map(|item| match item.trim() {
                "*" => PROGRESS_EVENT.iter().map(|name| name.to_string()).collect(),
                item => vec![self.alias.captures(item).map_or(item.to_string(), |c| c[1].to_string())],
            })
            .collect()
    }

    fn row(names: Vec<String>) -> Answer {
        let value = |name: &str| match name {
            "count" | "success" => "1".to_string(),
            other => format!("@{}@", other),
        };
        Answer::Row(names.into_iter().map(|name| (name.clone(), value(&name))).collect())
    }

    fn answer(&mut self, sql: &str) -> Answer {
        let upper = sql.to_uppercase();
        if upper.starts_with("SHOW") {
            return Answer::NoRows(vec!["name".to_string()]);
        }
        let table = self.table.captures(sql).map_or(String::new(), |c| c[1].to_string());
        let table = table.trim_end_matches("_list_only").to_string();
        let state = self.states.get(&table).unwrap_or(&self.initial).clone();
        if let Some(start) = upper.find("SELECT").filter(|_| !upper.contains("INSERT")) {
            let end = upper.find("FROM").unwrap_or(sql.trim_end_matches([';', '\n', ' ']).len());
            let columns = self.columns(&sql[start + 6..end.max(start + 6)]);
            let hidden = state == "absent" || (state == "wrong" && sql.contains("'wanted'"));
            if table.is_empty() || table.starts_with("awscc.cloud_control") || !hidden {
                return Self::row(columns);
            }
            if columns == ["count"] {
                return Answer::Row(vec![("count".to_string(), "0".to_string())]);
            }
            return Answer::NoRows(columns);
        }
        let after = if upper.contains("DELETE") { "absent" } else { "right" };
        if !table.is_empty() {
            self.states.insert(table, after.to_string());
        }
        match upper.rfind("RETURNING") {
            Some(at) => Self::row(self.columns(sql[at + 9..].trim_end_matches([';', '\n', ' ']))),
            None => Answer::Command,
        }
    }
}

// Answers until the process ends. Gives the port.
pub fn start(initial: &str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().unwrap().port();
    let mut tables = Tables::new(initial);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = serve(stream, &mut tables);
        }
    });
    port
}

fn message(stream: &mut TcpStream, kind: u8, body: &[u8]) -> io::Result<()> {
    let mut bytes = vec![kind];
    bytes.extend_from_slice(&(body.len() as u32 + 4).to_be_bytes());
    bytes.extend_from_slice(body);
    stream.write_all(&bytes)
}

fn body(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0u8; 4];
    stream.read_exact(&mut length)?;
    let mut bytes = vec![0u8; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn describe(stream: &mut TcpStream, columns: &[String]) -> io::Result<()> {
    let mut bytes = (columns.len() as u16).to_be_bytes().to_vec();
    for column in columns {
        bytes.extend_from_slice(column.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
        bytes.extend_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]);
    }
    message(stream, b'T', &bytes)
}

fn serve(mut stream: TcpStream, tables: &mut Tables) -> io::Result<()> {
    const TLS: [u8; 4] = [0x04, 0xD2, 0x16, 0x2F];
    while body(&mut stream)?.starts_with(&TLS) {
        stream.write_all(b"N")?;
    }
    message(&mut stream, b'R', &[0, 0, 0, 0])?;
    message(&mut stream, b'Z', b"I")?;
    loop {
        let mut kind = [0u8];
        stream.read_exact(&mut kind)?;
        let bytes = body(&mut stream)?;
        if kind[0] != b'Q' {
            return Ok(());
        }
        let sql = String::from_utf8_lossy(bytes.strip_suffix(&[0]).unwrap_or(&bytes)).into_owned();
        crate::say(json!({"sent": sql}));
        match tables.answer(&sql) {
            Answer::Row(cells) => {
                let names: Vec<String> = cells.iter().map(|cell| cell.0.clone()).collect();
                describe(&mut stream, &names)?;
                let mut row = (cells.len() as u16).to_be_bytes().to_vec();
                for (_, value) in &cells {
                    row.extend_from_slice(&(value.len() as u32).to_be_bytes());
                    row.extend_from_slice(value.as_bytes());
                }
                message(&mut stream, b'D', &row)?;
                message(&mut stream, b'C', b"SELECT 1\0")?;
            }
            Answer::NoRows(names) => {
                describe(&mut stream, &names)?;
                message(&mut stream, b'C', b"SELECT 0\0")?;
            }
            Answer::Command => message(&mut stream, b'C', b"OK\0")?,
        }
        message(&mut stream, b'Z', b"I")?;
    }
}
