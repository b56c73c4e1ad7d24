using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Security;

namespace ElevenCost.PowerShell.Secrets;

/// <summary>A host that shows nothing and rejects every prompt, for vaults in a session that cannot prompt.</summary>
internal sealed class SilentHost : PSHost
{
    // It goes with the session; vaults keep what they know of being unlocked for the process.
    private static readonly ConditionalWeakTable<Runspace, Runspace> Silent = [];

    private readonly SilentUI _ui = new();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => nameof(SilentHost);

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    /// <summary>
    /// Whether a person could answer a prompt of this session: not where PowerShell was started with -NonInteractive, nor where its console
    /// reads no terminal. The console's host ends the whole session, silently, if it prompts for a secret there.
    /// </summary>
    public static bool CanPrompt(PSHost host) => host.Name switch
    {
        nameof(SilentHost) => false,
        "ConsoleHost" => !Console.IsInputRedirected && !IsNonInteractive(),

        // A background job: its prompt would wait for a Receive-Job.
        "ServerRemoteHost" => !IsNonInteractive() && !Environment.GetCommandLineArgs().Contains("-s", StringComparer.OrdinalIgnoreCase),
        _ => true,
    };

    /// <summary>The runspace with this host beside the session's own: opened once, for the modules of vaults take half a second to load.</summary>
    public static Runspace RunspaceOf(Runspace session) => Silent.GetValue(session, static _ =>
    {
        const string Modules = "PSModulePath";
        string? modules = Environment.GetEnvironmentVariable(Modules);
        Runspace silent = RunspaceFactory.CreateRunspace(new SilentHost(), InitialSessionState.CreateDefault2());
        silent.ThreadOptions = PSThreadOptions.UseCurrentThread;
        silent.Open();

        // Opening it adds the usual folders (PowerShell 7.6): a session that leaves them out would find modules there that it does not have.
        Environment.SetEnvironmentVariable(Modules, modules);
        return silent;
    });

    /// <summary>Stops what runs in the session's silent runspace, without waiting, and opens another one for what comes after.</summary>
    /// <param name="session">The session's runspace.</param>
    /// <param name="shell">What runs.</param>
    public static void Abandon(Runspace session, System.Management.Automation.PowerShell shell)
    {
        Silent.Remove(session);
        shell.BeginStop(static stopped => ((System.Management.Automation.PowerShell)stopped.AsyncState!).EndStop(stopped), shell);
    }

    public override void EnterNestedPrompt() => throw NotPossible();

    public override void ExitNestedPrompt() => throw NotPossible();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    // PowerShell takes any prefix from -noni on, with one dash, two, or a slash.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Any(argument => argument.Length > 4 && argument[0] is '-' or '/'
        && "noninteractive".StartsWith(argument.TrimStart('-', '/'), StringComparison.OrdinalIgnoreCase)
        && argument.TrimStart('-', '/').StartsWith("noni", StringComparison.OrdinalIgnoreCase));

    private static PSInvalidOperationException NotPossible() => new("This session cannot prompt.");

    private sealed class SilentUI : PSHostUserInterface
    {
        // PowerShell takes null for a host without a screen, and reads this as soon as the host is in place.
        public override PSHostRawUserInterface RawUI => null!;

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NotPossible();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NotPossible();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NotPossible();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NotPossible();

        public override string ReadLine() => throw NotPossible();

        public override SecureString ReadLineAsSecureString() => throw NotPossible();

        public override void Write(string value)
        {
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
        }

        public override void WriteLine(string value)
        {
        }

        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }
    }
}
