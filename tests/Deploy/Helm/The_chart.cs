using System.Text.Json.Nodes;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Deploy.Tests.Settings;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Deploy.Tests.Helm;

public sealed class The_chart
{
    public static TheoryData<string> Examples => Chart.Examples();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task passes_helms_own_lint(string example)
    {
        var (code, output) = await HelmProgram.RunAsync("lint", ".", "--strict", "--values", $"examples/{example}.yaml");

        Assert.True(code == 0, output);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task renders_what_the_schemas_of_kubernetes_accept(string example)
    {
        var chart = await Chart.OfAsync(example);

        Assert.NotEmpty(chart.Objects);
        Assert.Empty(chart.Faults);
    }

    [Theory]
    [InlineData("maxSurge: 1", "maxSurges: 1")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true")]
    [InlineData("containerPort: 8080", "containerPort: eighty")]
    [InlineData("kind: PodDisruptionBudget", "kind: PodDisruptionBudgets")]
    [InlineData("unhealthyPodEvictionPolicy: AlwaysAllow", "unhealthyPodEvictionPolicy: Sometimes")]
    public async Task is_held_to_schemas_that_refuse_what_they_do_not_know(string right, string wrong)
    {
        var (_, manifests) = await HelmProgram.RunAsync("template", "suite", ".", "--values", "examples/whole.yaml");
        Assert.Contains(right, manifests, StringComparison.Ordinal);

        var chart = await Chart.JudgeAsync(manifests.Replace(right, wrong, StringComparison.Ordinal));

        Assert.NotEmpty(chart.Faults);
    }

    [Fact]
    public async Task says_what_it_has_no_default_for()
    {
        var (code, output) = await HelmProgram.RunAsync("template", "suite", ".");

        Assert.NotEqual(0, code);
        Assert.All(["/identity/issuer", "/identity/jwksUri", "/identity/tokenEndpoint", "/programmes"], value => Assert.Contains($"at '{value}'", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("imag.tag=1"), InlineData("services.payment.enabled=true"), InlineData("defaults.replicas=none"), InlineData("identity.jwksUri=keys"), InlineData("gateway.ingress.enabled=true")]
    public async Task refuses_values_that_mean_nothing(string value)
    {
        var (code, _) = await HelmProgram.RunAsync("template", "suite", ".", "--values", "examples/whole.yaml", "--set", value);

        Assert.NotEqual(0, code);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task sets_only_what_the_process_reads_and_no_secret_in_the_open(string example)
    {
        var chart = await Chart.OfAsync(example);

        foreach (var (_, pod) in chart.Pods)
        {
            foreach (var variable in pod.Container()["env"]!.AsArray())
            {
                var name = variable!["name"]!.ToString();
                var process = pod.Component().Split('-')[0];
                Assert.True(SettingsTable.Knows(process, name), $"{process} does not read {name}.");
                var isSecret = SettingsTable.Groups.SelectMany(group => group.Settings).First(setting => setting.Matches(name)).IsSecret;
                Assert.True(isSecret == variable["valueFrom"]?["secretKeyRef"] is not null, $"{process}: {name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task has_every_key_of_its_secrets_in_the_guide(string example)
    {
        var chart = await Chart.OfAsync(example);
        var guide = await File.ReadAllTextAsync(Tools.Deploy("README.md"));

        var keys = chart.Pods.SelectMany(one => one.Pod.Container()["env"]!.AsArray()).Select(variable => variable!["valueFrom"]?["secretKeyRef"]?["key"]!.ToString()).OfType<string>();

        Assert.All(keys.Distinct(), key => Assert.Contains($"`{key}`", guide, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task gives_no_pod_a_right_that_it_does_not_need(string example)
    {
        var chart = await Chart.OfAsync(example);

        foreach (var (_, pod) in chart.Pods)
        {
            var (mayNot, container) = (pod["spec"]!["securityContext"]!, pod.Container());
            Assert.True(mayNot["runAsNonRoot"]!.GetValue<bool>());
            Assert.Equal("RuntimeDefault", mayNot["seccompProfile"]!["type"]!.ToString());
            Assert.False(pod["spec"]!["automountServiceAccountToken"]!.GetValue<bool>());
            Assert.False(container["securityContext"]!["allowPrivilegeEscalation"]!.GetValue<bool>());
            Assert.True(container["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<bool>());
            Assert.Equal("ALL", container["securityContext"]!["capabilities"]!["drop"]!.AsArray().Single()!.ToString());
            Assert.NotNull(container["resources"]!["requests"]!["cpu"]);
            Assert.NotNull(container["resources"]!["limits"]!["memory"]);
        }
    }

    [Fact]
    public async Task leaves_a_pod_the_time_that_its_process_takes_to_stop()
    {
        var chart = await Chart.OfAsync("whole");

        foreach (var deployment in chart.OfKind("Deployment"))
        {
            var pod = deployment["spec"]!["template"]!;
            var pause = pod.Container()["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!.GetValue<int>();
            Assert.True(pod["spec"]!["terminationGracePeriodSeconds"]!.GetValue<int>() > pause + ServiceDefaultsExtensions.ShutdownTimeout.TotalSeconds);
        }
    }

    [Fact]
    public async Task runs_two_of_everything_and_lets_maintenance_take_one()
    {
        var chart = await Chart.OfAsync("whole");

        Assert.Equal(5, chart.OfKind("Deployment").Count());
        Assert.All(chart.OfKind("Deployment"), deployment => Assert.Equal(2, deployment["spec"]!["replicas"]!.GetValue<int>()));
        Assert.All(chart.OfKind("PodDisruptionBudget"), budget => Assert.Equal(1, budget["spec"]!["maxUnavailable"]!.GetValue<int>()));
    }

    [Fact]
    public async Task leaves_the_number_of_pods_to_the_autoscaler_where_there_is_one()
    {
        var chart = await Chart.OfAsync("production");

        Assert.Equal(5, chart.OfKind("HorizontalPodAutoscaler").Count());
        Assert.All(chart.OfKind("Deployment"), deployment => Assert.Null(deployment["spec"]!["replicas"]));
    }

    [Fact]
    public async Task turns_off_for_one_process_what_is_on_for_all()
    {
        var chart = await Chart.RenderAsync("--values", "examples/production.yaml", "--set", "services.payments.autoscaling.enabled=false");

        Assert.DoesNotContain(chart.OfKind("HorizontalPodAutoscaler"), scaler => scaler.Name() == "phb-payments");
        Assert.Equal(4, chart.OfKind("HorizontalPodAutoscaler").Count());
    }

    [Fact]
    public async Task deploys_one_service_alone()
    {
        var chart = await Chart.OfAsync("payments-alone");

        Assert.Equal(["payments"], chart.OfKind("Deployment").Select(ManifestExtensions.Name));
        Assert.Equal(["payments"], chart.OfKind("Service").Select(ManifestExtensions.Name));
        Assert.Equal(["payments-migrate"], chart.OfKind("Job").Select(ManifestExtensions.Name));
    }

    [Fact]
    public async Task migrates_with_its_own_login_before_anything_changes()
    {
        var chart = await Chart.OfAsync("payments-alone");

        var job = chart.OfKind("Job").Single();
        var container = job["spec"]!["template"]!.Container();
        Assert.Equal("pre-install,pre-upgrade", job["metadata"]!["annotations"]!["helm.sh/hook"]!.ToString());
        Assert.Equal("migrate", container["args"]!.AsArray().Single()!.ToString());
        Assert.Equal(chart.OfKind("Deployment").Single()["spec"]!["template"]!.Container()["image"]!.ToString(), container["image"]!.ToString());
        Assert.Equal("personal-budgets-payments-migrate", container["env"]!.AsArray().Single(one => one!["name"]!.ToString() == "ConnectionStrings__payments-db")!["valueFrom"]!["secretKeyRef"]!["name"]!.ToString());
        // What the job needs is there before the release's own objects are: it names no account, and its policy is a hook that comes first.
        Assert.Null(job["spec"]!["template"]!["spec"]!["serviceAccountName"]);
        var policy = chart.OfKind("NetworkPolicy").Single(one => one.Name() == "payments-migrate")["metadata"]!["annotations"]!;
        Assert.True(int.Parse(policy["helm.sh/hook-weight"]!.ToString()) < int.Parse(job["metadata"]!["annotations"]!["helm.sh/hook-weight"]!.ToString()));
    }

    [Fact]
    public async Task loads_organisations_after_the_migration_where_it_is_given_files()
    {
        var chart = await Chart.OfAsync("production");
        var jobs = chart.OfKind("Job").ToDictionary(job => job["spec"]!["template"]!.Component());

        var (load, migration) = (jobs["assessment-load"], jobs["assessment-migrate"]);
        var container = load["spec"]!["template"]!.Container();

        Assert.Equal(
            ["load-organisations", "TRUST", "/organisations/etr.csv", "GP_PRACTICE", "/organisations/epraccur.csv", "SUCCESSIONS", "/organisations/succ.csv"],
            container["args"]!.AsArray().Select(word => word!.ToString()));
        Assert.Equal("organisations", load["spec"]!["template"]!["spec"]!["volumes"]!.AsArray().Single(volume => volume!["name"]!.ToString() == "organisations")!["persistentVolumeClaim"]!["claimName"]!.ToString());
        Assert.True(Weight(migration) < Weight(load));
        Assert.Contains(chart.OfKind("NetworkPolicy"), policy => policy["spec"]!["podSelector"]!.Selects(load["spec"]!["template"]!) && Weight(policy) < Weight(load) && policy["spec"]!["egress"] is not null);
        Assert.DoesNotContain((await Chart.OfAsync("whole")).OfKind("Job"), job => job["spec"]!["template"]!.Component() is "assessment-load");

        static int Weight(JsonNode hook) => int.Parse(hook["metadata"]!["annotations"]?["helm.sh/hook-weight"]?.ToString() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("services.assessment.organisations.files[0].file=etr.csv"), InlineData("services.assessment.organisations.files[0].kind=TRUST,services.assessment.organisations.files[0].file=etr.csv")]
    public async Task refuses_files_of_organisations_without_their_kind_or_their_volume(string values)
    {
        var (code, _) = await HelmProgram.RunAsync("template", "suite", ".", "--values", "examples/whole.yaml", "--set", values);

        Assert.NotEqual(0, code);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task points_every_selector_at_pods_that_there_are(string example)
    {
        var chart = await Chart.OfAsync(example);
        var pods = chart.Pods.Select(one => one.Pod).ToArray();

        Assert.All(chart.OfKind("Service"), service => Assert.Single(pods, pod => service["spec"]!["selector"]!.Selects(pod)));
        Assert.All(chart.OfKind("PodDisruptionBudget"), budget => Assert.Single(pods, pod => budget["spec"]!["selector"]!.Selects(pod)));
        Assert.All(chart.OfKind("NetworkPolicy"), policy => Assert.Contains(pods, pod => policy["spec"]!["podSelector"]!.Selects(pod)));
        Assert.All(chart.OfKind("HorizontalPodAutoscaler"), scaler => Assert.Contains(chart.OfKind("Deployment"), one => one.Name() == scaler["spec"]!["scaleTargetRef"]!["name"]!.ToString()));
    }
}
