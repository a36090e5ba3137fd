import { percent } from "../format.js";
import { RIDGE, type Study } from "../study.js";

/** Which loss is minimised, and what sets it apart from the two fits it is confused with. */
export function lossSection(study: Study): string {
  return `
<h2>Which loss is this?</h2>
<p>The model says that the expected count of a cell is <code>exp(a·x)</code>. It is fitted by <b>least squares on the
counts</b>, zeros included, as they stand:</p>
<div class="formula">minimise  ½ Σ (exp(a·x) − count)²  +  ½ · ${RIDGE} · |x|²</div>
<p>In the language of statistics: nonlinear least squares, or a Gaussian quasi-likelihood with a log link. It estimates
the mean count itself, so that a prediction is <code>exp(a·x)</code> and needs no correction. An error is weighed in
flights, squared: missing a cell of 500 flights by a tenth costs as much as missing 2,500 empty cells by one flight each.
The busiest routes therefore decide the fit. The loss is not convex: a solver has to cope with negative curvature and with
the flat tails of the exponential. Two other fits share the formula <code>exp(a·x)</code> and are often taken for this
one:</p>
<dl class="losses">
${notLogLinear(study)}
${notPoisson(study)}
</dl>`;
}

function notLogLinear({ fits, design }: Study): string {
  const [, log, logSmeared, log1p, log1pSmeared] = fits;
  const dropped = percent(1 - log!.rowsUsed / design.b.length);
  const totals = [log, log1p, logSmeared, log1pSmeared].map((fit) => percent(fit!.accuracy.totalRatio, 0));
  return `
<dt>Not a log-linear fit: Σ (log count − a·x)²</dt>
<dd>That is a linear problem about the mean of a <i>logarithm</i>. The logarithm of zero does not exist, so it either drops
the cells without flights (${dropped} of them here) and describes only the rest, or bends them by log(1 + count), whose
slopes depend on the unit in which the flights are counted. By Jensen's inequality <code>exp</code> of a mean logarithm
lies below the mean; Duan's smearing factor repairs that only if the residuals have one distribution everywhere. Here the
predictions add up to ${totals[0]} of the flights when the zeros are dropped and to ${totals[1]} with log(1 + count); the
factors, ${logSmeared!.smearing.toFixed(2)} and ${log1pSmeared!.smearing.toFixed(2)}, turn these into ${totals[2]} and
${totals[3]}.</dd>`;
}

function notPoisson({ fits }: Study): string {
  return `
<dt>Not a Poisson fit: Σ (exp(a·x) − count · a·x)</dt>
<dd>Same mean, other weights. Poisson regression solves <code>Aᵀ(μ − count) = 0</code>, weighing each squared error by one
over its mean; least squares solves <code>Aᵀ(μ ∘ (μ − count)) = 0</code>, with one more factor μ on every row. So a Poisson
fit listens to small routes as well, reproduces each airport's total exactly and is the usual choice for gravity models in
economics; this one does not reproduce totals (its predictions add up to ${percent(fits[0]!.accuracy.totalRatio, 0)} of
the flights observed) but has the smallest squared error in flights. With a correct mean both aim at the same
coefficients; with a mean that is only approximate, as here, they answer different questions.</dd>`;
}
