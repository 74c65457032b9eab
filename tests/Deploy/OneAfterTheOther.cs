// Builds of images would take the processors from the processes that other tests hold to their deadlines.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
