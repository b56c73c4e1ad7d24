namespace ElevenCost.Engine;

/// <summary>What a process is to its user: its messages name the commands of that front.</summary>
public enum Front
{
    /// <summary>None of them: messages name the commands of both.</summary>
    Unknown,

    /// <summary>The module, whose users type cmdlets.</summary>
    PowerShell,

    /// <summary>The command line, whose users type <c>elevencost</c>.</summary>
    CommandLine,
}

/// <summary>Commands in messages, in the language of the front that shows them.</summary>
public static class Advice
{
    /// <summary>The front; set once, when the process or the module starts.</summary>
    public static Front Front { get; set; }

    /// <summary>A command of the front; of both if there is none.</summary>
    /// <param name="powerShell">A cmdlet with its arguments.</param>
    /// <param name="commandLine">A command of <c>elevencost</c> with its arguments.</param>
    internal static string Of(string powerShell, string commandLine) => Front switch
    {
        Front.PowerShell => powerShell,
        Front.CommandLine => commandLine,
        _ => $"{powerShell}, or {commandLine}",
    };
}
