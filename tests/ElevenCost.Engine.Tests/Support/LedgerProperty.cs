using FsCheck;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Checks properties of which every case makes a ledger of its own and asks it several times.</summary>
/// <remarks>Forty cases by default; ELEVENCOST_CASES is how many the long form makes, such as 2000.</remarks>
internal static class LedgerProperty
{
    private const int FewCases = 40;

    /// <summary>Makes the cases; throws with the first that does not hold, and with the seed that makes it again.</summary>
    public static void CheckOnLedger(this Property property) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(LongForm.Cases(FewCases)));
}
