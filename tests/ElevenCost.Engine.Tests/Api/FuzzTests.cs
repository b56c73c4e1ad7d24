using System.Text;
using ElevenCost.Engine.Tests.Support;
using ElevenCost.Fuzz;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>
/// The readers of answers and files throw nothing but the errors that they document, whatever bytes they get. The inputs here are seeds and random
/// changes of them; <c>tests/ElevenCost.Fuzz</c> finds others by coverage.
/// </summary>
/// <remarks>ELEVENCOST_MUTATIONS sets how many inputs each reader gets, ELEVENCOST_SEED which.</remarks>
public sealed class FuzzTests
{
    private const int FewMutations = 1000;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    /// <summary>What was found so far, as small as it could be made.</summary>
    public static TheoryData<string, string> Found => new()
    {
        // More units than columns: the column with the unit was not there.
        { "usage", """{"columns":["timestamp","product_type","hashed_xi_api_key","total_usage"],"column_units":[null,null,null,null,"min"],"rows":[]}""" },

        // The day before the first of the calendar.
        { "statistics", """{"time":[-62135596800000],"usage":{}}""" },
        { "usage-hours", """{"columns":["voice_id","user_id","timestamp","total_usage"],"rows":[["v","u","0001-01-01T00:00:00Z",1]]}""" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_reader_throws_nothing_but_what_it_documents(string name)
    {
        FuzzTarget target = FuzzTarget.All.Single(target => target.Name == name);
        (int accepted, string? finding) = target.Mutate(LongForm.Seed, LongForm.Mutations(FewMutations));
        Assert.True(finding is null, finding);
        Assert.True(accepted > 0 || !target.MayAccept, $"No input was accepted: the seeds of '{name}' lead nowhere.");
    }

    [Theory]
    [MemberData(nameof(Found))]
    public void What_was_found_is_not_found_again(string name, string input) =>
        Assert.Null(FuzzTarget.All.Single(target => target.Name == name).FindingOf(Encoding.UTF8.GetBytes(input)));
}
