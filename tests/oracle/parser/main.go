// Reads statements as JSON lines {"sql": ...} and prints what StackQL's parser says of each.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/stackql/stackql-parser/go/vt/sqlparser"
)

type line struct {
	SQL   string `json:"sql"`
	Error string `json:"error"`
}

func verdict(sql string) (message string) {
	defer func() {
		if recover() != nil {
			message = "panic"
		}
	}()
	if _, err := sqlparser.Parse(sql); err != nil {
		return err.Error()
	}
	return ""
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		var l line
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			panic(err)
		}
		l.Error = verdict(l.SQL)
		encoder.Encode(l)
	}
}
