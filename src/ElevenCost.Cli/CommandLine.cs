using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using ElevenCost.Cli.Commands;

namespace ElevenCost.Cli;

/// <summary>The command line: from arguments to an exit code. Whatever happens, it is told in words.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            ParseResult parsed = Build(context).Parse(arguments.Count == 0 ? ["--help"] : arguments, new ParserConfiguration
            {
                // A name that begins with @ is a name, not a file of arguments.
                ResponseFileTokenReplacer = null,
            });
            if (parsed.Action is ParseErrorAction)
            {
                return TellMistakes(parsed, context);
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
        catch (Exception e) when (Failures.CanTell(e, cancellationToken))
        {
            return Failures.Tell(e, context.Screen);
        }
    }

    internal static RootCommand Build(CommandContext context)
    {
        var root = new RootCommand("What ElevenLabs usage costs, by day, model, API key, user and more; kept on this machine.")
        {
            new ConnectCommand(context),
            new DisconnectCommand(context),
            new ConnectionsCommand(context),
            new ConnectionCommand(context),
            new TestCommand(context),
            new SyncCommand(context),
            new CoverageCommand(context),
            new CostCommand(context),
            new UsageCommand(context),
            new PriceCommand(context),
            new CostCenterCommand(context),
            new QuotaCommand(context),
            new KeyLimitsCommand(context),
            new RequestsCommand(context),
            new WebhooksCommand(context),
            new ReconcileCommand(context),
            new DemoCommand(context),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = context.Screen.Width;
        help.Action = new HelpWithExamples(usual);
        return root;
    }

    private static int TellMistakes(ParseResult parsed, CommandContext context)
    {
        Command command = parsed.CommandResult.Command;

        // That a command is missing is all there is to say only where no other word was given.
        IEnumerable<string> messages = command is RootCommand && parsed.UnmatchedTokens.Count > 0
            ? parsed.UnmatchedTokens.Take(1).Select(word => $"There is no command '{word}'. There are {string.Join(", ", command.Subcommands.Select(known => known.Name))}.")
            : parsed.Errors.Select(error => error.Message).Distinct();
        foreach (string message in messages)
        {
            context.Screen.Tell($"error: {message}");
        }

        context.Screen.Tell($"  See: elevencost {PathOf(command)}--help");
        return ExitCode.Usage;
    }

    /// <summary>The words that lead to a command, each with a space after it.</summary>
    private static string PathOf(Command command) =>
        command is RootCommand ? "" : string.Concat(command.Parents.OfType<Command>().Select(PathOf)) + command.Name + " ";
}
