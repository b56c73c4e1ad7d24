using System.Net;
using System.Security;

namespace ElevenCost.PowerShell.Secrets;

/// <summary>Keys between PowerShell, which holds them as <see cref="SecureString"/>, and the engine, whose HTTP header needs the text.</summary>
internal static class SecureText
{
    /// <summary>The text.</summary>
    public static string ToText(this SecureString key) => new NetworkCredential("", key).Password;

    /// <summary>The text, held as PowerShell holds it.</summary>
    public static SecureString ToSecureString(this string key) => new NetworkCredential("", key).SecurePassword;
}
