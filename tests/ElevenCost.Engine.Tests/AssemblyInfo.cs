[assembly: TestCollectionOrderer("ElevenCost.Engine.Tests.Support.LongestFirst", "ElevenCost.Engine.Tests")]
