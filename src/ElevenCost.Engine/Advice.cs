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
    private static readonly AsyncLocal<Front?> s_ofFlow = new();
    private static Front s_ofProcess;

    /// <summary>The front: that of the calling flow, else what was set for the process when the module started.</summary>
    public static Front Front
    {
        get => s_ofFlow.Value ?? s_ofProcess;
        set => s_ofProcess = value;
    }

    /// <summary>Sets the front of the calling method and of what it awaits, because a process can hold several fronts, as that of the tests does.</summary>
    /// <param name="front">The front.</param>
    public static void UseInFlow(Front front) => s_ofFlow.Value = front;

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
