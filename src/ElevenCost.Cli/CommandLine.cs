using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using ElevenCost.Engine;
using ElevenCost.Cli.Commands;

namespace ElevenCost.Cli;

/// <summary>The command line: from arguments to an exit code. Every failure is reported as a message.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context, CancellationToken cancellationToken)
    {
        Advice.UseInFlow(Front.CommandLine);
        try
        {
            ParseResult parsed = Build(context with { Stopping = cancellationToken }).Parse(arguments.Count == 0 ? ["--help"] : arguments, new ParserConfiguration
            {
                // A name that begins with @ is a name, not a file of arguments.
                ResponseFileTokenReplacer = null,
            });
            if (parsed.Action is ParseErrorAction)
            {
                return ReportMistakes(parsed, context);
            }

            // The commands write their data on their own; this is for help and version.
            using var text = new StreamWriter(context.Screen.Output, new UTF8Encoding(false), leaveOpen: true);
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = arguments.Count == 0 ? context.Screen.Error : text,
                Error = context.Screen.Error,
            };
            int code = await parsed.InvokeAsync(invocation, cancellationToken);
            return arguments.Count == 0 ? ExitCode.Usage : code;
        }
        catch (Exception e) when (Failures.CanReport(e))
        {
            return Failures.Report(e, context.Screen, cancellationToken);
        }
    }

    internal static RootCommand Build(CommandContext context)
    {
        var root = new RootCommand("Show what ElevenLabs usage costs by day, model, API key, user and more, from a ledger on this machine.");
        CommandTree.AddTo(root, context);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = context.Screen.Width;
        help.Action = new HelpWithExamples(usual);
        return root;
    }

    private static int ReportMistakes(ParseResult parsed, CommandContext context)
    {
        Command command = parsed.CommandResult.Command;

        // That a command is missing is all there is to say only where no other word was given.
        IEnumerable<string> messages = command is RootCommand && parsed.UnmatchedTokens.Count > 0
            ? parsed.UnmatchedTokens.Take(1).Select(word => NoCommand(word, command))
            : command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [{ } subcommand, ..] && !subcommand.StartsWith('-') ? [NoCommand(subcommand, command)]
            : parsed.Errors.Select(error => error.Message).Distinct().Select(message => message + SuggestionFor(message, parsed, command));
        foreach (string message in messages)
        {
            context.Screen.WriteMessage($"error: {KeyText.MaskTyped(message)}");
        }

        if (parsed.Tokens.Any(token => KeyText.LooksLikeKey(token.Value)))
        {
            context.Screen.WriteMessage("  elevencost does not accept an API key as an argument: use --api-key-file or ELEVENLABS_API_KEY. If the key is in the shell's history now, remove it there or rotate the key.");
        }

        context.Screen.WriteMessage($"  See: elevencost {PathOf(command)}--help");
        return ExitCode.Usage;
    }

    private static string NoCommand(string word, Command command)
    {
        string[] known = [.. command.Subcommands.Select(subcommand => subcommand.Name)];
        return $"There is no command '{PathOf(command)}{word}'. "
            + (NearestName.Of(word, known) is { } near ? $"Did you mean '{PathOf(command)}{near}'?" : $"Commands: {string.Join(", ", known)}.");
    }

    /// <summary>The option that was probably meant, if a message is of an option that there is none of; else nothing.</summary>
    private static string SuggestionFor(string message, ParseResult parsed, Command command) =>
        parsed.UnmatchedTokens.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal) && message.Contains($"'{word}'", StringComparison.Ordinal)) is { } option
        && NearestName.Of(option, command.Options.Select(known => known.Name)) is { } near
            ? $" Did you mean '{near}'?" : "";

    /// <summary>The words that lead to a command, each with a space after it.</summary>
    private static string PathOf(Command command) =>
        command is RootCommand ? "" : string.Concat(command.Parents.OfType<Command>().Select(PathOf)) + command.Name + " ";
}
