/**
 * What tests share: assertions on leaks and determinism, and the contract that every strategy's test extends. The contract
 * needs JUnit 5 and AssertJ, which the user of this module brings.
 */
package io.interp.testkit.contract;
