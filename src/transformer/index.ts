export type { AttackJob, AttackOptions, AttackRecord, AttackRestart, AttackResult, AttackStep } from "./attack.js";
export { attack, attackAsync, attackMany, attackManyAsync, iterateAttack } from "./attack.js";
export type { Config } from "./config.js";
export type { Model, ModelOptions } from "./model.js";
export { createModel } from "./model.js";
export type { Sentences, TrainOptions, TrainRecord, TrainResult } from "./train.js";
export { iterateTraining, train, trainAsync } from "./train.js";
