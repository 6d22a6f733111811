// Lets stackql-deploy itself work on a stack, as a library:
//   render DIR ENV               every anchor and inline query, rendered where only globals, props
//                                and the exports of earlier resources are known
//   run DIR ENV STATE COMMAND... build, test and teardown against a server that answers for tables
//                                that are all absent, right or wrong (STATE)
// Prints JSON lines. stackql-deploy ends the process when it fails: a run that failed lacks its
// {"done":...}. What it logs goes to standard error if RUST_LOG is set.

mod server;

use std::collections::HashMap;
use std::path::Path;

use serde_json::json;
use stackql_deploy::commands::base::CommandRunner;
use stackql_deploy::commands::build::run_build;
use stackql_deploy::commands::common_args::FailureAction;
use stackql_deploy::commands::teardown::run_teardown;
use stackql_deploy::commands::test::run_test;
use stackql_deploy::core::config::{get_full_context, render_globals, render_string_value};
use stackql_deploy::core::templating;
use stackql_deploy::core::utils::export_vars;
use stackql_deploy::resource::manifest::{Manifest, Resource};
use stackql_deploy::template::engine::TemplateEngine;
use stackql_deploy::utils::pgwire::PgwireLite;

const TOKEN: &str = "11111111-2222-4333-8444-555555555555";

fn say(line: serde_json::Value) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", line).and_then(|_| out.flush()).expect("standard output");
}

// The value of an export is its name between signs that no test uses.
fn exported(resource: &Resource) -> HashMap<String, String> {
    let mut all = HashMap::new();
    for item in &resource.exports {
        let names: Vec<String> = match item.as_mapping() {
            Some(columns) => columns.iter().filter_map(|(_, name)| name.as_str()).map(str::to_string).collect(),
            None => item.as_str().map(str::to_string).into_iter().collect(),
        };
        for name in names {
            all.insert(name.clone(), format!("@{}@", name));
        }
    }
    all
}

fn render(dir: &str, env: &str) {
    let manifest = match Manifest::load_from_stack_dir(Path::new(dir)) {
        Ok(manifest) => manifest,
        Err(error) => return say(json!({"refused": error.to_string()})),
    };
    let engine = TemplateEngine::new();
    let name = manifest.name.clone();
    let mut globals = render_globals(&engine, &HashMap::new(), &manifest, env, &name);
    for resource in &manifest.resources {
        let context = get_full_context(&engine, &globals, resource, env, Some(TOKEN));
        if let Some(condition) = &resource.r#if {
            say(json!({"resource": resource.name, "if": render_string_value(&engine, condition, &context)}));
        }
        let kind = resource.r#type.as_str();
        if let (Some(sql), "query" | "command") = (&resource.sql, kind) {
            let text = templating::try_render_inline_template(&engine, &resource.name, sql, &context);
            let anchor = if kind == "query" { "exports" } else { "command" };
            say(json!({"resource": resource.name, "anchor": anchor, "text": text}));
        } else if kind != "script" {
            let queries = templating::get_queries(&engine, dir, resource, &context);
            let mut anchors: Vec<_> = queries.keys().collect();
            anchors.sort();
            for anchor in anchors {
                let template = &queries[anchor].template;
                let text =
                    templating::try_render_query(&engine, &resource.name, anchor, template, &context);
                say(json!({"resource": resource.name, "anchor": anchor, "text": text}));
            }
        }
        if kind != "command" {
            export_vars(&mut globals, &resource.name, &exported(resource), &[]);
        }
    }
    say(json!({"done": "render"}));
}

fn run(dir: &str, env: &str, state: &str, commands: &[String]) {
    let port = server::start(state);
    // A server on this machine would be stopped when a command fails.
    stackql_deploy::globals::init_globals("oracle.invalid".to_string(), port);
    for command in commands {
        say(json!({"command": command}));
        let client = PgwireLite::new("127.0.0.1", port, false, "default").expect("the server");
        let mut runner = CommandRunner::new(client, dir, env, "no.env", &[]);
        match command.as_str() {
            "build" => run_build(&mut runner, false, false, "Error", None),
            "test" => run_test(&mut runner, false, false, "Error", None),
            "teardown" => run_teardown(&mut runner, false, false, FailureAction::Error),
            other => panic!("no command {}", other),
        }
        say(json!({"done": command}));
    }
}

fn main() {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("off")).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["render", dir, env] => render(dir, env),
        ["run", dir, env, state, ..] => run(dir, env, state, &arguments[4..]),
        _ => panic!("render DIR ENV | run DIR ENV STATE COMMAND..."),
    }
}
