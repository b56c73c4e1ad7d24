using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ElevenCost.Cli.Commands;

namespace ElevenCost.Cli;

/// <summary>The usual help, then examples; for the whole program, the exit codes and the environment too.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The variables that the program reads, and what they mean.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Environment { get; } =
    [
        ("ELEVENLABS_API_KEY", "the API key, if a connection reads it from there"),
        ("ELEVENCOST_HOME", "the folder of connections and ledger"),
        ("ELEVENCOST_LEDGER", "the ledger to use instead of the chosen one: an address, a path or embedded"),
        ("ELEVENCOST_ALERT_NAME", "the address of the alert NAME, in capitals"),
        ("PGPASSWORD", "the password of a ledger in PostgreSQL"),
        ("ELEVENCOST_SILENCE_SECONDS", "seconds without data until a request times out: 5 to 600, 60 by default"),
        ("ELEVENCOST_ANSWER_SECONDS", "seconds until one answer of ElevenLabs times out: 10 to 86400, 600 by default"),
        ("ELEVENCOST_ANSWER_MB", "MiB of the largest answer of ElevenLabs: 16 to 1024, 128 by default; its other limits grow in proportion"),
        ("ELEVENCOST_LEDGER_SECONDS", "seconds without an answer of a ledger in PostgreSQL until a command fails: 5 to 86400, 300 by default"),
        ("COLUMNS", "the width of tables"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var usual = new StringWriter();
        parseResult.InvocationConfiguration.Output = usual;
        int code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;

        // The library calls the program after its assembly, which cannot have the command's name.
        output.Write(usual.ToString().Replace(RootCommand.ExecutableName, "elevencost", StringComparison.Ordinal));
        if (parseResult.CommandResult.Command is DocumentedCommand command)
        {
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }
        else
        {
            output.WriteLine("Exit codes:");
            foreach (string line in ExitCode.Help.Split("; "))
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
            output.WriteLine("Environment:");
            foreach ((string name, string meaning) in Environment)
            {
                output.WriteLine($"  {name.PadRight(Environment.Max(variable => variable.Name.Length))}  {meaning}");
            }

            output.WriteLine();
        }

        return code;
    }
}
