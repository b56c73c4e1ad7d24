using System.Management.Automation.Host;
using System.Security;

namespace ElevenCost.PowerShell.Secrets;

/// <summary>Prompts for a secret.</summary>
internal static class SecretPrompt
{
    /// <summary>What was typed; null if nothing was, or if there is no one to ask.</summary>
    /// <param name="host">The session's host.</param>
    /// <param name="label">What to type.</param>
    public static SecureString? Ask(PSHost host, string label)
    {
        // The console's host ends the whole session, silently, where it is to ask for a secret and standard input is no terminal.
        if (host.Name == "ConsoleHost" && Console.IsInputRedirected)
        {
            return null;
        }

        try
        {
            var field = new FieldDescription(label);
            field.SetParameterType(typeof(SecureString));
            return host.UI.Prompt("", "", [field]).Values.FirstOrDefault()?.BaseObject is SecureString { Length: > 0 } typed ? typed : null;
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or NotImplementedException)
        {
            // No one to ask: as if nothing had been typed.
            return null;
        }
    }
}
