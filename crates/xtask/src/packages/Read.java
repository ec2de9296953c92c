// Prints what a report says, a finding on each line, as Violations Lib reads it: `place rule`.
// Run from source: `java -cp violations.jar Read.java FORMAT FILE`.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import shadow.se.bjurr.violations.lib.ViolationsLogger;
import shadow.se.bjurr.violations.lib.reports.Parser;

class Read implements ViolationsLogger {
    public static void main(String[] args) throws Exception {
        var report = Files.readString(Path.of(args[1]));
        var parser = Parser.valueOf(args[0]).getViolationsParser();
        for (var found : parser.parseReportOutput(report, new Read())) {
            System.out.println(found.getFile() + ":" + found.getStartLine() + " " + found.getRule());
        }
    }

    // It leaves out what it does not understand, and only says so.
    public void log(Level level, String said) {
        throw new IllegalStateException(said);
    }

    public void log(Level level, String said, Throwable why) {
        throw new IllegalStateException(said, why);
    }
}
